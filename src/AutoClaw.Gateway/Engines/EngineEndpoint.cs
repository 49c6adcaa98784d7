using System.Net.Http.Headers;

namespace AutoClaw.Gateway.Engines;

/// <summary>Where an engine is reached, made in advance of its calls. Replaced as a whole when its process gets another port and key.</summary>
/// <param name="Chat">Of chat completions.</param>
/// <param name="Embeddings">Of embeddings.</param>
/// <param name="Authorization">Null: it asks for none.</param>
internal sealed record EngineEndpoint(Uri Chat, Uri Embeddings, AuthenticationHeaderValue? Authorization)
{
    /// <param name="root">The API root, as in <c>base_url</c>.</param>
    /// <param name="apiKey">A bearer token; null or empty: none.</param>
    public static EngineEndpoint Of(Uri root, string? apiKey)
    {
        var text = root.AbsoluteUri.TrimEnd('/');
        return new EngineEndpoint(
            new Uri(text + "/chat/completions"), new Uri(text + "/embeddings"),
            apiKey is { Length: > 0 } ? new AuthenticationHeaderValue("Bearer", apiKey) : null);
    }

    /// <summary>The address of <paramref name="path"/> beside the API, whose root usually ends in <c>/v1</c>.</summary>
    public Uri FromServerRoot(string path)
    {
        var root = Chat.AbsoluteUri[..^"/chat/completions".Length];
        return new Uri((root.EndsWith("/v1", StringComparison.Ordinal) ? root[..^"/v1".Length] : root) + path);
    }
}
