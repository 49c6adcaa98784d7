using System.Text;
using System.Text.Json;
using AutoClaw.Core.Wire.Hub;

namespace AutoClaw.Core.Wire.OpenAiResponses;

/// <summary>One part of an item that is being written: of a message's content, or a thought.</summary>
/// <param name="IsRefusal">The model's words of why it will not.</param>
internal sealed record AnswerContent(bool IsRefusal = false)
{
    public StringBuilder Text { get; } = new();

    /// <summary>Where stretches of it are from.</summary>
    public List<UrlCitation> Citations { get; } = [];

    /// <summary>Characters of the answer's text that stand before it, which is where citations count from.</summary>
    public int Start { get; init; }

    /// <summary>One element a token, in chat completions' form.</summary>
    public List<JsonElement> Logprobs { get; } = [];
}
