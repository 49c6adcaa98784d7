using System.Text.Json;

namespace AutoClaw.Gateway.Engines.Detection;

/// <summary>
/// llama.cpp's server. Its port is everybody's, so the proof is its own: <c>default_generation_settings</c> in <c>/props</c> or the
/// owner <c>llamacpp</c> in <c>/v1/models</c>.
/// </summary>
internal sealed class LlamaServerProbe(ProbeClient client, int port, Func<string, string?> environment) : EngineProbe(client, port, environment)
{
    public override string Name => "llama-server";

    public override string Id => "llama-server";

    protected override EngineKind Kind => EngineKinds.LlamaCpp;

    public override async Task<Finding> LookAsync(CancellationToken cancellationToken)
    {
        var asked = (
            Props: GetAsync("/props", cancellationToken),
            Models: GetAsync("/v1/models", cancellationToken),
            Health: GetAsync("/health", cancellationToken));
        var (props, models, health) = (await asked.Props, await asked.Models, await asked.Health);
        var settings = props["default_generation_settings"];
        var model = ProbeAnswer.Objects(models.Body, "data").FirstOrDefault(each => ProbeAnswer.Text(each, "owned_by") == "llamacpp");
        var name = ProbeAnswer.Text(model, "id") ?? FileName(ProbeAnswer.Text(props.Body, "model_path"));

        // While a model loads, every other path answers this 503 too.
        if (health.Status == 503 && ProbeAnswer.Text(health["error"], "type") == "unavailable_error")
        {
            return Missing("it is still loading its model; try again in a moment");
        }

        if (settings.ValueKind != JsonValueKind.Object && model.ValueKind != JsonValueKind.Object)
        {
            return Stranger(props);
        }

        if (props.Status == 401)
        {
            return Missing("it wants an API key; write the engine into the configuration file with its api_key");
        }

        return name is null ? Missing("it runs, but has no model") : Found(name, string.Empty, engine => engine with
        {
            ContextTokens = ProbeAnswer.Count(settings, "n_ctx"),
            Vision = ProbeAnswer.Property(props["modalities"], "vision").ValueKind == JsonValueKind.True,
        });
    }

    private static string? FileName(string? path) => path is { Length: > 0 } ? path[(path.LastIndexOfAny(['/', '\\']) + 1)..] : null;
}
