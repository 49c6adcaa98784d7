using AutoClaw.Core.Wire.Gemini;
using Microsoft.AspNetCore.Http;

namespace AutoClaw.Gateway.Relay;

/// <summary>What the paths of Gemini's API say: <c>/v1beta/models/{model}:{method}</c>, or the same under <c>/v1</c>.</summary>
internal static class GeminiPath
{
    public const string Models = "/v1beta/models";

    // Google's own client asks at /v1 since its version 3.
    private static readonly string[] Prefixes = [Models + "/", "/v1/models/"];

    /// <summary>Null where the path asks nothing of a model.</summary>
    public static GeminiTarget? TargetOf(HttpRequest request)
    {
        var path = request.Path.Value ?? "";
        return Array.Find(Prefixes, prefix => path.StartsWith(prefix, StringComparison.Ordinal)) is { } prefix
            ? GeminiTarget.Parse(path[prefix.Length..])
            : null;
    }

    /// <summary>How a client that streams wants the pieces.</summary>
    public static GeminiFraming FramingOf(HttpRequest request) =>
        request.Query["alt"] == "sse" ? GeminiFraming.Events : GeminiFraming.Array;
}
