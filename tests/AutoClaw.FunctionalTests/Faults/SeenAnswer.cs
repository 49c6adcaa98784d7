using System.Text;
using System.Text.Json.Nodes;
using AutoClaw.FunctionalTests.Gateway;

namespace AutoClaw.FunctionalTests.Faults;

/// <summary>What a client got, to the end or to where its connection broke.</summary>
/// <param name="Client">The API that it speaks.</param>
/// <param name="Stream">It asked for a stream.</param>
/// <param name="Status">Of the answer.</param>
/// <param name="Headers">Of the answer.</param>
/// <param name="Text">Everything that came.</param>
/// <param name="Broke">The connection ended before the answer did.</param>
internal sealed record SeenAnswer(string Client, bool Stream, int Status, IReadOnlyDictionary<string, string> Headers, string Text, bool Broke)
{
    public string? Header(string name) => Headers.GetValueOrDefault(name);

    /// <summary>It looks like all of an answer to the SDKs of its API.</summary>
    public bool LooksWhole => Status == 200 && (Stream ? Text.Contains(Marker, StringComparison.Ordinal) : !Broke);

    private string Marker => Client switch
    {
        "chat" => "data: [DONE]",
        "responses" => "\"response.completed\"",
        "anthropic" => "\"message_stop\"",
        _ => "\"finishReason\"",
    };

    /// <summary>The text of the model, as far as it came.</summary>
    public string Words => string.Concat(Payloads.Select(WordsOf));

    private IEnumerable<JsonNode> Payloads => !Stream || Status != 200
        ? [JsonNode.Parse(Text)!]
        : Text.Split('\n').Where(line => line.StartsWith("data: {", StringComparison.Ordinal)).Select(line => JsonNode.Parse(line["data: ".Length..])!);

    /// <summary>The error's code, from where the SDKs of this API look for an error; null where there is none in the right form.</summary>
    public string? ErrorCode()
    {
        if (Status == 200 && Client == "gemini")
        {
            // Where Google's own clients look for it in a stream.
            var at = Text.LastIndexOf("\n{\"error\":", StringComparison.Ordinal);
            return at < 0 ? null : CodeOf(JsonNode.Parse(Text[at..])!);
        }

        var last = Payloads.LastOrDefault();
        return last is null ? null : CodeOf(last);
    }

    /// <summary>Sends it and reads what comes, for as long as anything may take.</summary>
    public static async Task<SeenAnswer> OfAsync(HttpClient http, HttpRequestMessage request, string client, bool stream, CancellationToken cancellation)
    {
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        var bytes = new MemoryStream();
        var broke = false;
        try
        {
            await response.Content.CopyToAsync(bytes, cancellation);
        }
        catch (Exception error) when (error is IOException or HttpRequestException)
        {
            broke = true;
        }

        return new SeenAnswer(client, stream, (int)response.StatusCode, HttpAnswer.HeadersOf(response), Encoding.UTF8.GetString(bytes.ToArray()), broke);
    }

    private string? CodeOf(JsonNode json)
    {
        var error = json["error"];
        return Client switch
        {
            "chat" when error?["message"] is not null && (string?)error["type"] is not null => (string?)error["code"],
            "responses" when error?["message"] is not null && (Status != 200 || (string?)json["type"] == "error") => (string?)error["code"],
            "anthropic" when (string?)json["type"] == "error" && error?["message"] is not null && (string?)error["type"] is not null => (string?)error["code"],
            "gemini" when error?["message"] is not null && (string?)error["status"] is not null && (int?)error["code"] is >= 400 =>
                ((string?)error["details"]?[0]?["reason"])?.ToLowerInvariant(),
            _ => null,
        };
    }

    private string? WordsOf(JsonNode json) => (Client, Stream) switch
    {
        ("chat", false) => (string?)json["choices"]?[0]?["message"]?["content"],
        ("chat", true) => json["choices"] is JsonArray { Count: > 0 } choices ? (string?)choices[0]!["delta"]?["content"] : null,
        ("responses", false) => (string?)json["output"]?[0]?["content"]?[0]?["text"],
        ("responses", true) => (string?)json["type"] == "response.output_text.delta" ? (string?)json["delta"] : null,
        ("anthropic", false) => (string?)json["content"]?[0]?["text"],
        ("anthropic", true) => (string?)json["delta"]?["text"],
        _ => (string?)json["candidates"]?[0]?["content"]?["parts"]?.AsArray().FirstOrDefault()?["text"],
    };
}
