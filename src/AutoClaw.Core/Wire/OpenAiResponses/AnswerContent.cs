using System.Text;
using System.Text.Json;

namespace AutoClaw.Core.Wire.OpenAiResponses;

/// <summary>One part of an item that is being written: of a message's content, or a thought.</summary>
/// <param name="IsRefusal">The model's words of why it will not.</param>
internal sealed record AnswerContent(bool IsRefusal = false)
{
    public StringBuilder Text { get; } = new();

    /// <summary>One element a token, in chat completions' form.</summary>
    public List<JsonElement> Logprobs { get; } = [];
}
