using System.Text;
using AutoClaw.Core.Routing;
using AutoClaw.Core.Routing.Tuning;
using AutoClaw.Core.Wire;

namespace AutoClaw.Gateway.Learning;

/// <summary>What the router model reads of a request, taken out of the request's own buffer. Its memory is used again.</summary>
internal sealed class PromptCopy
{
    private byte[] _text = [];
    private int _length;
    private int _textBytes;
    private int _turns;
    private int _tools;
    private int _conversationBytes;

    public string Text => Encoding.UTF8.GetString(_text, 0, _length);

    public void Take(ChatEnvelope envelope)
    {
        Span<byte> text = stackalloc byte[PromptText.MaxBytes];
        _length = PromptText.CopyLastUser(envelope, text);
        if (_text.Length < _length)
        {
            _text = new byte[_length];
        }

        text[.._length].CopyTo(_text);
        _textBytes = PromptText.ClippedLastUserBytes(envelope);
        _turns = Math.Max(1, envelope.UserTurns);
        _tools = envelope.Tools;
        _conversationBytes = envelope.TextBytes;
    }

    /// <summary>Overwrites it.</summary>
    public void Clear()
    {
        Array.Clear(_text);
        (_length, _textBytes, _turns, _tools, _conversationBytes) = (0, 0, 0, 0, 0);
    }

    public PromptFeatures Features() => PromptFeatures.Of(new RouterInput
    {
        Text = _text.AsSpan(0, _length),
        TextBytes = _textBytes,
        Turns = _turns,
        Tools = _tools,
        ConversationBytes = _conversationBytes,
    });
}
