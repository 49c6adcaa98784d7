using AutoClaw.Core.Wire.Gemini;
using AutoClaw.Core.Wire.Hub;
using AutoClaw.Gateway.Options;

namespace AutoClaw.Gateway.Engines;

/// <summary>Where an engine is reached, made in advance of its calls. Replaced as a whole when its process gets another port and key.</summary>
/// <param name="Root">The API root without a slash at its end.</param>
/// <param name="Chat">Of chats.</param>
/// <param name="Embeddings">Of embeddings, for engines that have them.</param>
/// <param name="Key">The header that holds its key; null: it asks for none.</param>
internal sealed record EngineEndpoint(string Root, Uri Chat, Uri Embeddings, (string Header, string Value)? Key)
{
    /// <param name="kind">Which paths and headers it has.</param>
    /// <param name="engine">Its models, for APIs that have them in their paths.</param>
    /// <param name="root">The API root, as in <c>base_url</c>.</param>
    /// <param name="apiKey">Null or empty: none.</param>
    public static EngineEndpoint Of(EngineKind kind, EngineOptions engine, Uri root, string? apiKey)
    {
        var text = root.AbsoluteUri.TrimEnd('/');
        (string, string)? key = apiKey is { Length: > 0 } ? KeyHeader(kind, apiKey) : null;
        if (kind.OldestApiVersion is not null)
        {
            var (azure, chat, embeddings) = AzureAddresses.Of(kind.Wire, engine, text);
            return new EngineEndpoint(azure, chat, embeddings, key);
        }

        return new EngineEndpoint(
            text,
            new Uri(text + kind.Wire switch
            {
                WireName.Anthropic => "/messages",
                WireName.OpenAiResponses => "/responses",
                WireName.Gemini => GeminiTarget.StreamPath(engine.Model),
                _ => "/chat/completions",
            }),
            new Uri(text + "/embeddings"),
            key);
    }

    /// <summary>The header that holds a key.</summary>
    public static (string Header, string Value) KeyHeader(EngineKind kind, string apiKey) =>
        (kind.KeyHeader ?? "Authorization", kind.KeyHeader is null ? $"Bearer {apiKey}" : apiKey);

    /// <summary>The address of <paramref name="path"/> beside the API, whose root usually ends in <c>/v1</c>.</summary>
    public Uri FromServerRoot(string path) => new((Root.EndsWith("/v1", StringComparison.Ordinal) ? Root[..^"/v1".Length] : Root) + path);
}
