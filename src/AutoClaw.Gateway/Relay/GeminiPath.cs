using AutoClaw.Core.Wire.Gemini;
using Microsoft.AspNetCore.Http;

namespace AutoClaw.Gateway.Relay;

/// <summary>What the paths of Gemini's API say: <c>/v1beta/models/{model}:{method}</c>.</summary>
internal static class GeminiPath
{
    public const string Models = "/v1beta/models";

    private const string Prefix = Models + "/";

    /// <summary>Null where the path asks nothing of a model.</summary>
    public static GeminiTarget? TargetOf(HttpRequest request) =>
        request.Path.Value is { } path && path.StartsWith(Prefix, StringComparison.Ordinal) ? GeminiTarget.Parse(path[Prefix.Length..]) : null;

    /// <summary>How a client that streams wants the pieces.</summary>
    public static GeminiFraming FramingOf(HttpRequest request) =>
        request.Query["alt"] == "sse" ? GeminiFraming.Events : GeminiFraming.Array;
}
