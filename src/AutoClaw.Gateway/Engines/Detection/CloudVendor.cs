using AutoClaw.Gateway.Options;

namespace AutoClaw.Gateway.Engines.Detection;

/// <summary>A cloud API that is used when its key is in the environment.</summary>
/// <param name="Id">The id that the engine gets.</param>
/// <param name="Name">For people.</param>
/// <param name="KeyVariable">The environment variable that the vendor's own tools read the key from.</param>
/// <param name="BaseUrl">The root of its API.</param>
/// <param name="Model">What is used unless <see cref="ModelVariable"/> says otherwise.</param>
internal sealed record CloudVendor(string Id, string Name, string KeyVariable, string BaseUrl, string Model)
{
    /// <summary>Tokens that <see cref="Model"/> takes; null where it is not certain.</summary>
    public int? ContextTokens { get; init; }

    public string? EmbeddingModel { get; init; }

    /// <summary>The kind of engine behind <see cref="BaseUrl"/>.</summary>
    public string Kind { get; init; } = EngineOptions.OpenAiKind;

    /// <summary>Names another model.</summary>
    public string ModelVariable => Id.ToUpperInvariant() + "_MODEL";

    /// <summary>By which the vendor's own tools are pointed elsewhere.</summary>
    public string BaseUrlVariable => Id.ToUpperInvariant() + "_BASE_URL";
}
