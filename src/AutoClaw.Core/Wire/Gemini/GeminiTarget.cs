namespace AutoClaw.Core.Wire.Gemini;

/// <summary>What the path of a Gemini request says: <c>/v1beta/models/{model}:{method}</c>.</summary>
/// <param name="Model">May hold slashes and colons, as names of local models do.</param>
/// <param name="Method">What is asked of it.</param>
public sealed record GeminiTarget(string Model, GeminiMethod Method)
{
    /// <summary>Where an engine is asked for a stream of server-sent events, behind its base address that ends in <c>/v1beta</c>.</summary>
    /// <param name="model">The engine's own name for it, or a resource's name such as <c>tunedModels/x</c>.</param>
    public static string StreamPath(string model) =>
        $"/{(model.Contains('/', StringComparison.Ordinal) ? model : "models/" + model)}:streamGenerateContent?alt=sse";

    /// <summary>Reads what follows <c>/models/</c>, unescaped. Null for a method that is not served, or without a model.</summary>
    public static GeminiTarget? Parse(string tail)
    {
        var colon = tail.LastIndexOf(':');
        GeminiMethod? method = colon < 1 ? null : tail.AsSpan(colon + 1) switch
        {
            "generateContent" => GeminiMethod.Generate,
            "streamGenerateContent" => GeminiMethod.Stream,
            "countTokens" => GeminiMethod.CountTokens,
            _ => null,
        };
        return method is { } known ? new GeminiTarget(tail[..colon], known) : null;
    }
}
