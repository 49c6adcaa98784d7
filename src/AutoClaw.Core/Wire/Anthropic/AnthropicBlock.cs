using System.Text;
using AutoClaw.Core.Wire.Hub;

namespace AutoClaw.Core.Wire.Anthropic;

/// <summary>One content block of an answer that is being streamed, with what it has not written yet.</summary>
internal sealed class AnthropicBlock(AnthropicBlockKind kind, ChatEvent.ToolCall? call = null)
{
    private readonly StringBuilder _pending = new();
    private int _depth;
    private bool _inString;
    private bool _escaped;
    private bool _seen;

    public AnthropicBlockKind Kind { get; } = kind;

    /// <summary>Set for <see cref="AnthropicBlockKind.ToolUse"/> alone.</summary>
    public ChatEvent.ToolCall? Call { get; } = call;

    /// <summary>Of the text that it has so far, and not written yet.</summary>
    public Queue<UrlCitation> Citations { get; } = new(0);

    /// <summary>The signature of a thought, or the data of a redacted one.</summary>
    public string? State { get; set; }

    /// <summary>True for a call whose arguments are a whole JSON object: no more can follow.</summary>
    public bool IsWhole => _seen && _depth == 0 && !_inString;

    public void Add(string piece)
    {
        _pending.Append(piece);
        if (Kind == AnthropicBlockKind.ToolUse)
        {
            Follow(piece);
        }
    }

    /// <summary>What has come since the last call.</summary>
    public string Take()
    {
        var taken = _pending.ToString();
        _pending.Clear();
        return taken;
    }

    private void Follow(string piece)
    {
        foreach (var c in piece)
        {
            if (_inString)
            {
                _inString = _escaped || c != '"';
                _escaped = !_escaped && c == '\\';
                continue;
            }

            switch (c)
            {
                case '"':
                    _inString = true;
                    break;
                case '{' or '[':
                    _seen = true;
                    _depth++;
                    break;
                case '}' or ']':
                    _depth--;
                    break;
            }
        }
    }
}
