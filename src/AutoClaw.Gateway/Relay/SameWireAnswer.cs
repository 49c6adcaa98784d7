using System.Buffers;
using AutoClaw.Core.Wire.Anthropic;
using AutoClaw.Core.Wire.Gemini;
using AutoClaw.Core.Wire.Hub;
using AutoClaw.Core.Wire.OpenAiResponses;
using AutoClaw.Gateway.Responses;

namespace AutoClaw.Gateway.Relay;

/// <summary>
/// An answer whose engine speaks its client's wire: its bytes pass, or are put together for a client that does not stream, with all that
/// only the two of them know. What ends a stream waits until the answer is in the ledger.
/// </summary>
internal sealed class SameWireAnswer(WireName wire, bool streams, GeminiFraming framing, AnswerKeeper? keeper)
{
    // Only the first events repeat the request: null from the next one on, and where the engine says what is done anyway.
    private AnswerKeeper? _announcing = streams ? keeper : null;
    private readonly ArrayBufferWriter<byte> _end = new();
    private readonly AnthropicMessageCollector? _message = !streams && wire == WireName.Anthropic ? new AnthropicMessageCollector() : null;
    private readonly GeminiCollector? _gemini = !streams && wire == WireName.Gemini ? new GeminiCollector() : null;
    private byte[] _response = [];
    private bool _begun;
    private bool _ended;

    public void Take(ReadOnlySpan<byte> raw, ReadOnlySpan<byte> data, List<ChatEvent> events, IBufferWriter<byte> output)
    {
        _message?.Add(data);
        _gemini?.TryAdd(data);
        if (!streams)
        {
            if (wire == WireName.OpenAiResponses && FinalResponse.TryFind(data, out var response))
            {
                // The event that ends the stream holds all of it.
                _response = response.Of(data).ToArray();
            }

            return;
        }

        _ended |= events.Exists(chatEvent => chatEvent is ChatEvent.Ended);

        // Gemini's streams have no end marker: their last piece says that they end.
        var ends = _end.WrittenCount > 0 || _ended || (wire == WireName.Gemini && events.Exists(chatEvent => chatEvent is ChatEvent.Finished));
        var target = ends ? _end : output;
        if (_announcing is not null && TryAnnounce(raw, data, target))
        {
            return;
        }

        if (wire == WireName.Gemini && framing == GeminiFraming.Array)
        {
            target.Write(_begun ? ",\n"u8 : "["u8);
            target.Write(data);
        }
        else
        {
            target.Write(raw);
        }

        _begun = true;
    }

    private bool TryAnnounce(ReadOnlySpan<byte> raw, ReadOnlySpan<byte> data, IBufferWriter<byte> output)
    {
        if (!FinalResponse.TryFindAnnounced(data, out var response) || !raw.Overlaps(data, out var offset))
        {
            _announcing = null;
            return false;
        }

        output.Write(raw[..(offset + response.Start)]);
        output.Write(_announcing!.Announce(response.Of(data).ToArray()));
        output.Write(raw[(offset + response.End)..]);
        return true;
    }

    public void WriteEnd(IBufferWriter<byte> output)
    {
        output.Write(_end.WrittenSpan);
        if (wire == WireName.Anthropic && !_ended)
        {
            // Everything had been said, and the engine left it out. Clients wait for it.
            output.Write("event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n"u8);
        }

        if (wire == WireName.Gemini && framing == GeminiFraming.Array)
        {
            output.Write("]\n"u8);
        }
    }

    public void WriteCollected(IBufferWriter<byte> output)
    {
        output.Write(_response);
        _message?.WriteTo(output);
        _gemini?.Write(output);
    }
}
