using System.Text;
using System.Text.Json;
using AutoClaw.Core.Wire.Hub;

namespace AutoClaw.Core.Wire.Gemini;

/// <summary>
/// One answer that is being written: what waits for the next piece. The end of a text always does, so that the last piece has one: the
/// chats of the official clients drop a turn whose last piece is empty.
/// </summary>
internal sealed class GeminiOpenChoice
{
    private readonly List<(ChatEvent.ToolCall Call, StringBuilder Arguments)> _calls = [];
    private string _text = "";
    private bool _isThought;
    private OpaqueState? _state;

    public List<JsonElement> Logprobs { get; } = [];

    /// <summary>Where stretches of <see cref="Said"/> are from.</summary>
    public List<UrlCitation> Citations { get; } = [];

    /// <summary>All of the text, which places are counted in.</summary>
    public Characters Said { get; } = new();

    /// <summary>Null while it goes on.</summary>
    public FinishReason? Reason { get; set; }

    private bool HasText => _text.Length > 0 || _state is not null;

    /// <summary>True if what waits has to go out before such a text can be added.</summary>
    public bool IsClosedTo(bool isThought) => HasWholeCall || (HasText && (_state is not null || _isThought != isThought));

    /// <summary>True if what waits has to go out before a signature can be added.</summary>
    public bool IsClosedToState => HasWholeCall || _state is not null;

    private bool HasWholeCall => _calls is [var (_, first), ..] && GeminiAnswerParts.IsObject(first.ToString());

    /// <summary>Adds a text, which is not empty.</summary>
    /// <returns>What can go out of it and of what waited, which may be nothing.</returns>
    public string Add(string text, bool isThought)
    {
        if (!isThought)
        {
            Said.Add(text);
        }

        var all = _text + text;
        var end = all.Length - (all.Length > 1 && char.IsSurrogatePair(all[^2], all[^1]) ? 2 : 1);
        (_text, _isThought) = (all[end..], isThought);
        return all[..end];
    }

    /// <summary>Adds a signature to the text that waits, or else to none.</summary>
    public void Add(OpaqueState state)
    {
        _isThought &= _text.Length > 0;
        _state = state;
    }

    public void Begin(ChatEvent.ToolCall call) => _calls.Add((call, new StringBuilder()));

    public void Extend(ChatEvent.ToolArguments arguments) =>
        _calls.Find(open => open.Call.Index == arguments.Index).Arguments?.Append(arguments.Piece);

    /// <summary>Writes the parts that wait, calls as far as their arguments are whole; all of them at the end.</summary>
    /// <returns>False if there were none.</returns>
    public bool WriteParts(Utf8JsonWriter writer, bool isEnd)
    {
        var any = HasText;
        if (any && _isThought)
        {
            GeminiAnswerParts.WriteThought(writer, _text, _state);
        }
        else if (any)
        {
            GeminiAnswerParts.WriteText(writer, _text, _state);
        }

        (_text, _isThought, _state) = ("", false, null);
        while (_calls is [var (call, arguments), ..] && (isEnd || HasWholeCall))
        {
            any = true;
            GeminiAnswerParts.WriteCall(writer, new ChatPart.ToolCall(call.Id, call.Name, arguments.ToString()), GeminiSignature.Of(call.State));
            _calls.RemoveAt(0);
        }

        return any;
    }
}
