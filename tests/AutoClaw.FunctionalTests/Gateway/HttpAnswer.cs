using System.Net;
using System.Text.Json.Nodes;

namespace AutoClaw.FunctionalTests.Gateway;

/// <summary>A whole answer of the gateway.</summary>
internal sealed record HttpAnswer(HttpStatusCode Status, IReadOnlyDictionary<string, string> Headers, string Text)
{
    public JsonNode Json => JsonNode.Parse(Text)!;

    /// <summary>The <c>error</c> object; fails the test where there is none.</summary>
    public JsonNode Error => Json["error"] ?? throw new InvalidOperationException($"Not an error: {Text}");

    public string ErrorCode => (string)Error["code"]!;

    /// <summary>The payloads of a whole event stream, <c>[DONE]</c> included.</summary>
    public IReadOnlyList<string> Events =>
    [
        .. Text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries)
            .Where(part => part.StartsWith("data: ", StringComparison.Ordinal))
            .Select(part => part["data: ".Length..]),
    ];

    /// <summary>The header's value; null if it was not sent.</summary>
    public string? Header(string name) => Headers.GetValueOrDefault(name);

    public static async Task<HttpAnswer> ReadAsync(HttpResponseMessage response, CancellationToken cancellation)
        => new(response.StatusCode, HeadersOf(response), await response.Content.ReadAsStringAsync(cancellation));

    public static IReadOnlyDictionary<string, string> HeadersOf(HttpResponseMessage response)
        => response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated)
            .ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
}
