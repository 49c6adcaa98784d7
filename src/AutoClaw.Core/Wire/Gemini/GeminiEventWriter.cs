using System.Buffers;
using System.Text.Json;
using AutoClaw.Core.Model;
using AutoClaw.Core.Wire.Hub;

namespace AutoClaw.Core.Wire.Gemini;

/// <summary>
/// Writes a streamed answer as a sequence of <c>GenerateContentResponse</c>s. Calls of functions go out whole, as this wire has no pieces
/// of them; why the answer ended and what it cost stand in the last one, after which there is no end marker.
/// </summary>
internal sealed class GeminiEventWriter(AnswerHead head, GeminiFraming framing) : IChatEventWriter
{
    private readonly SortedList<int, GeminiOpenChoice> _choices = [];
    private readonly GeminiPieces _pieces = new(head, framing);
    private Usage? _usage;

    public void Write(ChatEvent chatEvent, IBufferWriter<byte> output)
    {
        switch (chatEvent)
        {
            case ChatEvent.Text text:
                WriteText(text.Choice, text.Value, isThought: false, output);
                break;
            case ChatEvent.Refusal refusal:
                WriteText(refusal.Choice, refusal.Value, isThought: false, output);
                break;
            case ChatEvent.Reasoning thought when head.IncludeThoughts:
                WriteText(thought.Choice, thought.Value, isThought: true, output);
                break;
            case ChatEvent.ReasoningState state when GeminiSignature.Of(state.State) is not null:
                WriteState(state, output);
                break;
            case ChatEvent.ToolCall call:
                Of(call.Choice).Begin(call);
                break;
            case ChatEvent.ToolArguments arguments:
                Of(arguments.Choice).Extend(arguments);
                break;
            case ChatEvent.Citation citation:
                Of(citation.Choice).Citations.Add(citation.Value);
                break;
            case ChatEvent.Logprobs logprobs:
                Of(logprobs.Choice).Logprobs.Add(logprobs.Value);
                break;
            case ChatEvent.Finished finished:
                Of(finished.Choice).Reason = finished.Reason;
                break;
            case ChatEvent.Used used:
                _usage = used.Usage;
                break;
            case ChatEvent.Failed failed:
                _pieces.WriteError(failed.Error, output);
                break;
        }
    }

    public void End(IBufferWriter<byte> output)
    {
        if (_choices.Count == 0)
        {
            // An answer that says nothing has an end all the same.
            Of(0);
        }

        var writer = _pieces.Begin(output);
        writer.WriteStartArray("candidates"u8);
        foreach (var (index, choice) in _choices)
        {
            BeginCandidate(writer);
            if (!choice.WriteParts(writer, isEnd: true))
            {
                // Many clients read the first part of each piece without a look whether it is there.
                GeminiAnswerParts.WriteText(writer, "");
            }

            EndContent(writer);
            writer.WriteString("finishReason"u8, GeminiFinishReasons.Write(choice.Reason ?? FinishReason.Stop));
            writer.WriteNumber("index"u8, index);
            GeminiLogprobs.Write(writer, choice.Logprobs);
            GeminiGrounding.Write(writer, choice.Citations, choice.Said);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        if (_usage is { } usage)
        {
            GeminiUsage.Write(writer, usage);
        }

        _pieces.End(writer, output, isLast: true);
    }

    private static void BeginCandidate(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("content"u8);
        writer.WriteStartArray("parts"u8);
    }

    private static void EndContent(Utf8JsonWriter writer)
    {
        writer.WriteEndArray();
        writer.WriteString("role"u8, "model"u8);
        writer.WriteEndObject();
    }

    private GeminiOpenChoice Of(int choice)
    {
        if (!_choices.TryGetValue(choice, out var open))
        {
            _choices.Add(choice, open = new GeminiOpenChoice());
        }

        return open;
    }

    private void WriteText(int choice, string text, bool isThought, IBufferWriter<byte> output)
    {
        if (text.Length == 0)
        {
            return;
        }

        var open = Of(choice);
        if (open.IsClosedTo(isThought))
        {
            WriteWaiting(choice, output);
        }

        var ready = open.Add(text, isThought);
        if (ready.Length == 0)
        {
            return;
        }

        var writer = BeginPiece(output);
        if (isThought)
        {
            GeminiAnswerParts.WriteThought(writer, ready);
        }
        else
        {
            GeminiAnswerParts.WriteText(writer, ready);
        }

        EndPiece(writer, choice, output);
    }

    private void WriteState(ChatEvent.ReasoningState state, IBufferWriter<byte> output)
    {
        if (Of(state.Choice).IsClosedToState)
        {
            WriteWaiting(state.Choice, output);
        }

        Of(state.Choice).Add(state.State);
    }

    private void WriteWaiting(int choice, IBufferWriter<byte> output)
    {
        var writer = BeginPiece(output);
        Of(choice).WriteParts(writer, isEnd: false);
        EndPiece(writer, choice, output);
    }

    private Utf8JsonWriter BeginPiece(IBufferWriter<byte> output)
    {
        var writer = _pieces.Begin(output);
        writer.WriteStartArray("candidates"u8);
        BeginCandidate(writer);
        return writer;
    }

    private void EndPiece(Utf8JsonWriter writer, int choice, IBufferWriter<byte> output)
    {
        EndContent(writer);
        writer.WriteNumber("index"u8, choice);
        writer.WriteEndObject();
        writer.WriteEndArray();
        _pieces.End(writer, output, isLast: false);
    }
}
