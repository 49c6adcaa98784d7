using System.Buffers;
using AutoClaw.Core.Model;
using AutoClaw.Core.Wire.Hub;

namespace AutoClaw.Core.Wire.Anthropic;

/// <summary>
/// Writes an answer as this wire streams it: one block after the other, each with its start, its pieces and its stop. Other wires let
/// the arguments of several calls come mixed; a block that must wait for the one before it is kept until that is whole.
/// </summary>
internal sealed class AnthropicEventWriter(AnswerHead head) : IChatEventWriter
{
    // The first one is open, or about to be; the others wait.
    private readonly Queue<AnthropicBlock> _blocks = new();
    private AnthropicBlock? _open;
    private AnthropicBlock? _last;
    private int _index = -1;
    private bool _started;
    private bool _hasCalls;
    private bool _refused;
    private Usage? _usage;
    private ChatEvent.Finished? _finished;

    public void Write(ChatEvent chatEvent, IBufferWriter<byte> output)
    {
        if (chatEvent is ChatEvent.Failed failed)
        {
            // The status of an answer that has begun is 200; the type tells what a status would.
            AnthropicErrorWriter.WriteEvent(output, 500, failed.Error);
            return;
        }

        Start(output);
        switch (chatEvent)
        {
            case ChatEvent.Used used:
                _usage = used.Usage;
                break;
            case ChatEvent.Finished { Choice: 0 } finished:
                _finished = finished;
                break;
            case ChatEvent.Text { Choice: 0 } text:
                Add(AnthropicBlockKind.Text, text.Value);
                break;
            case ChatEvent.Refusal { Choice: 0 } refusal:
                _refused = true;
                Add(AnthropicBlockKind.Text, refusal.Value);
                break;
            case ChatEvent.Reasoning { Choice: 0 } thought:
                Add(AnthropicBlockKind.Thinking, thought.Value);
                break;
            case ChatEvent.ReasoningState { Choice: 0 } state:
                EndThought(state.State);
                break;
            case ChatEvent.Citation { Choice: 0 } citation when _last is { Kind: AnthropicBlockKind.Text } text:
                text.Citations.Enqueue(citation.Value);
                break;
            case ChatEvent.ToolCall { Choice: 0 } call:
                _hasCalls = true;
                Append(new AnthropicBlock(AnthropicBlockKind.ToolUse, call));
                break;
            case ChatEvent.ToolArguments { Choice: 0 } arguments:
                _blocks.FirstOrDefault(block => block.Call?.Index == arguments.Index)?.Add(arguments.Piece);
                break;
        }

        Advance(output, all: false);
    }

    public void End(IBufferWriter<byte> output)
    {
        Start(output);
        Advance(output, all: true);
        var reason = AnthropicStopReason.Of(_finished?.Reason, _finished?.StopSequence is not null, _hasCalls, _refused);
        AnthropicSse.MessageDelta(output, reason, _finished?.StopSequence, _usage);
        AnthropicSse.MessageStop(output);
    }

    private void Start(IBufferWriter<byte> output)
    {
        if (!_started)
        {
            _started = true;
            AnthropicSse.MessageStart(output, head, _usage);
            AnthropicSse.Ping(output);
        }
    }

    private void Add(AnthropicBlockKind kind, string piece)
    {
        // An empty block could not be sent back: the vendor refuses it.
        if (piece.Length == 0)
        {
            return;
        }

        if (_last is not { State: null } last || last.Kind != kind)
        {
            last = Append(new AnthropicBlock(kind));
        }

        last.Add(piece);
    }

    // Another vendor's state means nothing to this wire's clients; it only ends the thought.
    private void EndThought(OpaqueState state)
    {
        if (state is { Wire: WireName.Anthropic, Kind: "data" })
        {
            Append(new AnthropicBlock(AnthropicBlockKind.RedactedThinking) { State = state.Value });
            return;
        }

        var signature = state is { Wire: WireName.Anthropic, Kind: "signature" } ? state.Value : "";
        if (_last is { Kind: AnthropicBlockKind.Thinking, State: null } thought)
        {
            thought.State = signature;
        }
        else if (signature.Length > 0)
        {
            Append(new AnthropicBlock(AnthropicBlockKind.Thinking) { State = signature });
        }
    }

    private AnthropicBlock Append(AnthropicBlock block)
    {
        _blocks.Enqueue(block);
        return _last = block;
    }

    private void Advance(IBufferWriter<byte> output, bool all)
    {
        while (_blocks.TryPeek(out var block))
        {
            if (block != _open)
            {
                _open = block;
                AnthropicSse.BlockStart(output, ++_index, block);
            }

            if (block.Take() is { Length: > 0 } piece)
            {
                AnthropicSse.BlockDelta(output, _index, block.Kind, piece);
            }

            while (block.Citations.TryDequeue(out var citation))
            {
                AnthropicSse.Citation(output, _index, citation);
            }

            var isDone = block.State is not null || (_blocks.Count > 1 && (block.Call is null || block.IsWhole));
            if (!all && !isDone)
            {
                return;
            }

            if (block is { Kind: AnthropicBlockKind.Thinking, State: { Length: > 0 } signature })
            {
                AnthropicSse.Signature(output, _index, signature);
            }

            AnthropicSse.BlockStop(output, _index);
            _blocks.Dequeue();
        }
    }
}
