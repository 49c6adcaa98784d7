using System.Text.Json;
using AutoClaw.Core.Model;
using AutoClaw.Core.Wire.OpenAiChat;

namespace AutoClaw.Core.Wire.Hub;

/// <summary>
/// A piece of a streamed answer in no dialect. A closed set: every writer has a case for each. <c>Choice</c> counts from 0. Pieces of
/// one kind follow each other; a reader need not say where a text or a thought ends, its next event tells.
/// </summary>
public abstract record ChatEvent
{
    private ChatEvent()
    {
    }

    /// <summary>Comes first, once.</summary>
    /// <param name="Id">The engine's name for the answer; null where it gives none.</param>
    /// <param name="Model">The model that it says it is.</param>
    public sealed record Started(string? Id, string? Model) : ChatEvent;

    public sealed record Text(int Choice, string Value) : ChatEvent;

    public sealed record Reasoning(int Choice, string Value) : ChatEvent;

    /// <summary>Ends the thought before it; where none is before it, the thought is in <paramref name="State"/> alone.</summary>
    public sealed record ReasoningState(int Choice, OpaqueState State) : ChatEvent;

    public sealed record Refusal(int Choice, string Value) : ChatEvent;

    /// <summary>A function is to be called; its arguments follow.</summary>
    /// <param name="Choice">Of which answer.</param>
    /// <param name="Index">Counts the calls of one answer from 0.</param>
    /// <param name="Id">Unique; made up where the engine gives none.</param>
    /// <param name="Name">The function.</param>
    /// <param name="State">What belongs to the call and only its maker can read.</param>
    public sealed record ToolCall(int Choice, int Index, string Id, string Name, OpaqueState? State = null) : ChatEvent;

    /// <summary>The next piece of a call's arguments, JSON when all are joined.</summary>
    public sealed record ToolArguments(int Choice, int Index, string Piece) : ChatEvent;

    /// <summary>Where a stretch of the text, which has come by then, is from.</summary>
    public sealed record Citation(int Choice, UrlCitation Value) : ChatEvent;

    /// <param name="Choice">Of which answer.</param>
    /// <param name="Value">As OpenAI chat completions has it in <c>choices[].logprobs</c>.</param>
    public sealed record Logprobs(int Choice, JsonElement Value) : ChatEvent;

    /// <param name="Choice">Which answer has ended.</param>
    /// <param name="Reason">Why.</param>
    /// <param name="StopSequence">The stop sequence that it met; null where none, or none is told.</param>
    public sealed record Finished(int Choice, FinishReason Reason, string? StopSequence = null) : ChatEvent;

    /// <summary>The engine's count so far; a later one replaces it.</summary>
    public sealed record Used(Usage Usage) : ChatEvent;

    /// <summary>The engine's own timings so far; a later one replaces it.</summary>
    public sealed record Timed(EngineTimings Timings) : ChatEvent;

    /// <summary>What only its own wire knows, such as a citation of a document or a vendor's search result.</summary>
    /// <param name="Wire">Which.</param>
    /// <param name="Type">As that wire names it.</param>
    public sealed record Foreign(WireName Wire, string Type) : ChatEvent;

    /// <summary>The engine reports an error inside its stream; nothing follows.</summary>
    public sealed record Failed(EngineError Error) : ChatEvent;

    /// <summary>The stream says that it is whole.</summary>
    public sealed record Ended : ChatEvent;
}
