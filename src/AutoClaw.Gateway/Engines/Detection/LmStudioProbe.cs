using System.Text.Json;

namespace AutoClaw.Gateway.Engines.Detection;

/// <summary>
/// LM Studio: its own <c>/api/v0/models</c>, whose entries have a <c>compatibility_type</c>; before version 0.3.6 the owner
/// <c>organization_owner</c> in <c>/v1/models</c>.
/// </summary>
internal sealed class LmStudioProbe(ProbeClient client, int port, Func<string, string?> environment) : EngineProbe(client, port, environment)
{
    public override string Name => "LM Studio";

    public override string Id => "lmstudio";

    protected override EngineKind Kind => EngineKinds.LmStudio;

    public override async Task<Finding> LookAsync(CancellationToken cancellationToken)
    {
        var asked = (Own: GetAsync("/api/v0/models", cancellationToken), OpenAi: GetAsync("/v1/models", cancellationToken));
        var (own, openAi) = (await asked.Own, await asked.OpenAi);
        var models = Models(own).Where(model => ProbeAnswer.Text(model, "compatibility_type") is not null).ToArray();
        if (models.Length > 0)
        {
            return Choose(models);
        }

        var owned = Models(openAi).Where(model => ProbeAnswer.Text(model, "owned_by") == "organization_owner").ToArray();
        if (owned.FirstOrDefault(model => !IsEmbedding(model)) is { ValueKind: JsonValueKind.Object } first)
        {
            return Found(ProbeAnswer.Text(first, "id")!, string.Empty, engine => engine with { EmbeddingModel = Embedding(owned) });
        }

        return Stranger(openAi);
    }

    private Finding Choose(JsonElement[] models)
    {
        // A loaded model answers at once; another one is loaded by the first request.
        var chat = models.Where(model => !IsEmbedding(model)).OrderByDescending(model => ProbeAnswer.Text(model, "state") == "loaded").FirstOrDefault();
        if (chat.ValueKind != JsonValueKind.Object)
        {
            return Missing("it runs, but has no chat model; download one in LM Studio");
        }

        var loaded = ProbeAnswer.Text(chat, "state") == "loaded";
        return Found(ProbeAnswer.Text(chat, "id")!, loaded ? "loaded" : "loaded on first use", engine => engine with
        {
            EmbeddingModel = Embedding(models),
            ContextTokens = ProbeAnswer.Count(chat, "loaded_context_length") ?? ProbeAnswer.Count(chat, "max_context_length"),
            Vision = ProbeAnswer.Text(chat, "type") == "vlm",
        });
    }

    private static IEnumerable<JsonElement> Models(ProbeAnswer answer) =>
        answer.IsOk ? ProbeAnswer.Objects(answer.Body, "data").Where(model => ProbeAnswer.Text(model, "id") is { Length: > 0 }) : [];

    private static string? Embedding(IEnumerable<JsonElement> models) =>
        models.Where(IsEmbedding).Select(model => ProbeAnswer.Text(model, "id")).FirstOrDefault();

    private static bool IsEmbedding(JsonElement model) =>
        ProbeAnswer.Text(model, "type") == "embeddings" || ProbeAnswer.Text(model, "id")!.Contains("embed", StringComparison.OrdinalIgnoreCase);
}
