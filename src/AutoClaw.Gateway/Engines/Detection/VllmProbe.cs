using System.Text.Json;

namespace AutoClaw.Gateway.Engines.Detection;

/// <summary>vLLM: the owner <c>vllm</c> in <c>/v1/models</c>.</summary>
internal sealed class VllmProbe(ProbeClient client, int port, Func<string, string?> environment) : EngineProbe(client, port, environment)
{
    public override string Name => "vLLM";

    public override string Id => "vllm";

    protected override EngineKind Kind => EngineKinds.Vllm;

    public override async Task<Finding> LookAsync(CancellationToken cancellationToken)
    {
        var asked = (Models: GetAsync("/v1/models", cancellationToken), Version: GetAsync("/version", cancellationToken));
        var (models, version) = (await asked.Models, await asked.Version);
        var number = ProbeAnswer.Text(version.Body, "version");
        if (models.Status == 401 && number is not null)
        {
            return Missing("what answers there wants an API key; if it is vLLM, write it into the configuration file with its api_key");
        }

        // Adapters have a parent; the base model has none.
        var served = ProbeAnswer.Objects(models.Body, "data").Where(model => ProbeAnswer.Text(model, "owned_by") == "vllm").ToArray();
        var chosen = served.OrderBy(model => ProbeAnswer.Property(model, "parent").ValueKind == JsonValueKind.String).FirstOrDefault();
        if (ProbeAnswer.Text(chosen, "id") is not { Length: > 0 } name)
        {
            return Stranger(models);
        }

        return Found(name, number is null ? string.Empty : $"version {number}", engine => engine with { ContextTokens = ProbeAnswer.Count(chosen, "max_model_len") });
    }
}
