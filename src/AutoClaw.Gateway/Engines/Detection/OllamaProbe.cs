using System.Text.Json;

namespace AutoClaw.Gateway.Engines.Detection;

/// <summary>Ollama: <c>/api/version</c> and <c>/api/tags</c>, which nothing else has together.</summary>
internal sealed class OllamaProbe(ProbeClient client, int port, Func<string, string?> environment) : EngineProbe(client, port, environment)
{
    public override string Name => "Ollama";

    public override string Id => "ollama";

    protected override EngineKind Kind => EngineKinds.Ollama;

    public override async Task<Finding> LookAsync(CancellationToken cancellationToken)
    {
        var asked = (Version: GetAsync("/api/version", cancellationToken), Tags: GetAsync("/api/tags", cancellationToken));
        var (version, tags) = (await asked.Version, await asked.Tags);
        if (ProbeAnswer.Text(version.Body, "version") is not { } number || tags["models"].ValueKind != JsonValueKind.Array)
        {
            return Stranger(version.IsOk ? tags : version);
        }

        // Ollama lists the newest first.
        var models = ProbeAnswer.Objects(tags.Body, "models").Where(model => ProbeAnswer.Text(model, "name") is { Length: > 0 }).ToArray();
        var here = models.Where(model => !IsRemote(model)).ToArray();
        var embedding = here.Where(IsEmbedding).Select(model => ProbeAnswer.Text(model, "name")).FirstOrDefault();
        if (here.FirstOrDefault(model => !IsEmbedding(model)) is not { ValueKind: JsonValueKind.Object } chat)
        {
            return Missing(models.Length > here.Length
                ? "it runs, but all its chat models run on Ollama's cloud; run: ollama pull llama3.2"
                : "it runs, but has no chat model; run: ollama pull llama3.2");
        }

        return Found(ProbeAnswer.Text(chat, "name")!, $"version {number}", engine => engine with { EmbeddingModel = embedding, Vision = SeesImages(chat) });
    }

    // Ollama also lists models that it forwards to its own cloud; those are not on this machine.
    private static bool IsRemote(JsonElement model) =>
        ProbeAnswer.Text(model, "remote_host") is { Length: > 0 }
        || ProbeAnswer.Text(model, "remote_model") is { Length: > 0 }
        || ProbeAnswer.Text(model, "name")!.EndsWith("cloud", StringComparison.OrdinalIgnoreCase);

    private static bool IsEmbedding(JsonElement model) =>
        ProbeAnswer.Text(model, "name")!.Contains("embed", StringComparison.OrdinalIgnoreCase)
        || ProbeAnswer.Text(ProbeAnswer.Property(model, "details"), "family")?.Contains("bert", StringComparison.OrdinalIgnoreCase) == true;

    private static bool SeesImages(JsonElement model) =>
        ProbeAnswer.Property(ProbeAnswer.Property(model, "details"), "families") is { ValueKind: JsonValueKind.Array } families
        && families.EnumerateArray().Any(family => family.ValueKind == JsonValueKind.String && family.GetString() is "clip" or "mllama");
}
