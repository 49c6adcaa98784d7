using AutoClaw.Core.Model;

namespace AutoClaw.Core.Wire.OpenAiChat;

/// <summary>What the gateway needs to know of one streamed chunk.</summary>
public struct ChunkFacts
{
    /// <summary>False: not a JSON object with choices, usage or an error; the engine is broken.</summary>
    public bool Valid { get; set; }

    /// <summary>Some choice's delta carries a non-empty text, reasoning, refusal, tool call or audio.</summary>
    public bool HasContent { get; set; }

    /// <summary>Bytes of text in the deltas, escapes counted as written; for estimates only.</summary>
    public int ContentBytes { get; set; }

    /// <summary>At least one choice is in it.</summary>
    public bool HasChoices { get; set; }

    /// <summary>It only tells how much of the prompt has been read (llama-server's <c>prompt_progress</c>).</summary>
    public bool IsProgress { get; set; }

    /// <summary>Choices that this chunk finishes.</summary>
    public int Finished { get; set; }

    /// <summary>The first finish reason in it, null if there is none.</summary>
    public string? FinishReason { get; set; }

    /// <summary>The engine reports an error inside the stream.</summary>
    public bool IsError { get; set; }

    /// <summary>The engine's message for it.</summary>
    public string? ErrorMessage { get; set; }

    /// <summary>The engine's usage so far; null if the chunk has none.</summary>
    public Usage? Usage { get; set; }

    /// <summary>The engine's own timings so far; null if the chunk has none.</summary>
    public EngineTimings? Timings { get; set; }

    /// <summary>
    /// Where the text stands, without its quotes, if the chunk is nothing but one choice's next piece of <c>content</c>; else absent.
    /// Nearly all chunks are: see <see cref="ChunkTemplate"/>.
    /// </summary>
    public ByteRange PlainText { get; set; }
}
