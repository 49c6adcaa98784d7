using System.Text.Json;

namespace AutoClaw.Core.Verify;

/// <summary>A whole answer to be checked.</summary>
/// <param name="Choices">At least one.</param>
public sealed record CheckedAnswer(IReadOnlyList<CheckedChoice> Choices)
{
    /// <summary>Reads a <c>chat.completion</c> object; null where it has no choice or cannot be read.</summary>
    public static CheckedAnswer? Read(ReadOnlyMemory<byte> completion)
    {
        try
        {
            using var document = JsonDocument.Parse(completion);
            var choices = document.RootElement.GetProperty("choices").EnumerateArray().Select(ReadChoice).ToArray();
            return choices.Length > 0 ? new CheckedAnswer(choices) : null;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            return null;
        }
    }

    private static CheckedChoice ReadChoice(JsonElement choice)
    {
        var message = choice.GetProperty("message");
        return new CheckedChoice
        {
            Content = Text(message, "content") ?? "",
            Refusal = Text(message, "refusal"),
            FinishReason = Text(choice, "finish_reason"),
            ToolArguments = Items(message, "tool_calls").Select(call => Member(call, "function") is { } function ? Text(function, "arguments") ?? "" : "").ToArray(),
            Logprobs = Member(choice, "logprobs") is { } logprobs
                ? Items(logprobs, "content").Select(token => Member(token, "logprob")).OfType<JsonElement>().Where(value => value.ValueKind == JsonValueKind.Number)
                    .Select(value => value.GetDouble()).ToArray()
                : [],
        };
    }

    private static JsonElement? Member(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) ? value : null;

    private static JsonElement.ArrayEnumerator Items(JsonElement parent, string name) =>
        Member(parent, name) is { ValueKind: JsonValueKind.Array } items ? items.EnumerateArray() : default;

    private static string? Text(JsonElement parent, string name) =>
        Member(parent, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;
}
