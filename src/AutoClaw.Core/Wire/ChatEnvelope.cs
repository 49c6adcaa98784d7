using AutoClaw.Core.Wire.Hub;
using AutoClaw.Core.Wire.OpenAiResponses;

namespace AutoClaw.Core.Wire;

/// <summary>
/// What one pass over a chat request found, as places in the body: no object graph, no string of the user's text. The body's bytes
/// belong to the caller and must outlive this.
/// </summary>
public sealed class ChatEnvelope
{
    private readonly List<TextPart> _parts = new(4);

    internal ChatEnvelope(ReadOnlyMemory<byte> body) => Body = body;

    /// <summary>In which dialect.</summary>
    public WireName Wire { get; internal set; }

    /// <summary>The request as the client wrote it.</summary>
    public ReadOnlyMemory<byte> Body { get; }

    /// <summary>The model's name, unescaped.</summary>
    public string Model { get; internal set; } = "";

    /// <summary>The model's value with its quotes.</summary>
    public ByteRange ModelValue { get; internal set; }

    /// <summary>Just after the top-level opening brace: where an absent field may be put in.</summary>
    public int InsertAt { get; internal set; }

    /// <summary>True if the client asked for a stream.</summary>
    public bool Stream { get; internal set; }

    public ByteRange StreamValue { get; internal set; }

    /// <summary>The value of <c>stream_options</c>: an object, or <c>null</c>.</summary>
    public ByteRange StreamOptionsValue { get; internal set; }

    /// <summary>True if <c>stream_options</c> is an object without any member.</summary>
    public bool StreamOptionsEmpty { get; internal set; }

    public ByteRange IncludeUsageValue { get; internal set; }

    /// <summary>True if the client asked for a usage chunk.</summary>
    public bool IncludeUsage { get; internal set; }

    /// <summary><c>max_completion_tokens</c>, else <c>max_tokens</c>, else null.</summary>
    public long? MaxOutputTokens { get; internal set; }

    /// <summary>
    /// What the client calls the conversation, with its quotes: <c>prompt_cache_key</c>, else <c>metadata.conversation_id</c>; empty
    /// where it names none.
    /// </summary>
    public ByteRange ConversationId { get; internal set; }

    /// <summary>
    /// Whom the request is about, in the API's own words, with its quotes: <c>safety_identifier</c>, else <c>user</c>; Anthropic's
    /// <c>metadata.user_id</c>. Empty where it names nobody.
    /// </summary>
    public ByteRange Subject { get; internal set; }

    /// <summary>Choices asked for; 1 unless the client says otherwise.</summary>
    public int Choices { get; internal set; } = 1;

    public int Messages { get; internal set; }

    /// <summary>Messages of the user.</summary>
    public int UserTurns { get; internal set; }

    public int Tools { get; internal set; }

    /// <summary>
    /// The first tool that only engines of this wire know, as the client names its kind: the vendor runs it (<c>web_search</c>), or has
    /// taught its models what it is (<c>bash_20250124</c>). Null without one.
    /// </summary>
    public string? VendorTool { get; internal set; }

    /// <summary>The last thing in the conversation that only the engine that made it can read: a signature or a ciphertext. Nothing where there is none.</summary>
    public TextPart OpaqueState { get; internal set; }

    /// <summary>At least one message part is an image.</summary>
    public bool HasImage { get; internal set; }

    /// <summary><c>response_format</c> asks for a JSON schema.</summary>
    public bool HasJsonSchema { get; internal set; }

    /// <summary>The value of <c>response_format</c>; empty without one.</summary>
    public ReadOnlyMemory<byte> ResponseFormat { get; internal set; }

    /// <summary>The client asked for log probabilities, or wrote something there that only the engine can judge.</summary>
    public bool Logprobs { get; internal set; }

    /// <summary>A <c>logprobs</c> of <c>false</c> or <c>null</c>.</summary>
    public ByteRange LogprobsValue { get; internal set; }

    /// <summary>The client has a <c>return_progress</c>, whatever it says: a wish that is its own.</summary>
    public bool HasProgressWish { get; internal set; }

    /// <summary>Bytes of text in all messages, escapes counted as written.</summary>
    public int TextBytes { get; internal set; }

    /// <summary>Every text of every message, in order.</summary>
    public IReadOnlyList<TextPart> Parts => _parts;

    /// <summary>Index in <see cref="Parts"/> of the last user message's first text; equal to <see cref="LastUserEnd"/> if it has none.</summary>
    public int LastUserStart { get; internal set; }

    public int LastUserEnd { get; internal set; }

    /// <summary>Prompt tokens, estimated at four bytes a token plus four a message for its frame. Only for limits and reservations.</summary>
    public long EstimatedInputTokens => (TextBytes / 4) + (Messages * 4L);

    /// <summary>The part of <see cref="EstimatedInputTokens"/> that stands before the last user message: what a prompt cache may hold.</summary>
    public long EstimatedTokensBeforeLastUser
    {
        get
        {
            var bytes = 0L;
            for (var i = 0; i < LastUserStart; i++)
            {
                bytes += _parts[i].Raw.Length;
            }

            return bytes / 4;
        }
    }

    /// <summary>What only a Responses request says; null for the other wires.</summary>
    public ResponsesFacts? Responses { get; internal set; }

    internal List<TextPart> MutableParts => _parts;

    internal void SawOpaqueState(TextPart state) => OpaqueState = state.Raw.IsPresent ? state : OpaqueState;
}
