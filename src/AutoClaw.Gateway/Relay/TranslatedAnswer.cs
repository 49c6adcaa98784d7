using System.Buffers;
using AutoClaw.Core.Wire;
using AutoClaw.Core.Wire.Anthropic;
using AutoClaw.Core.Wire.Hub;
using AutoClaw.Gateway.Engines;

namespace AutoClaw.Gateway.Relay;

/// <summary>
/// An answer that is read as neutral events: one whose engine speaks another wire than its client, written as the client's or collected
/// for a client that does not stream; or one where both speak the same, whose bytes pass. Chat completions on both sides need none of it.
/// </summary>
internal sealed class TranslatedAnswer
{
    private readonly AnswerHead _head;
    private readonly IWire _client;
    private readonly IChatEventReader _reader;
    private readonly IChatEventWriter? _writer;
    private readonly CollectedAnswer? _collected;
    private readonly AnthropicMessageCollector? _message;
    private readonly bool _passes;
    private byte[] _end = [];

    private TranslatedAnswer(IWire engine, IWire client, AnswerHead head, bool streams)
    {
        _head = head;
        _client = client;
        _reader = engine.NewReader();
        var same = engine.Name == client.Name;
        _passes = same && streams;
        _message = same && !streams ? new AnthropicMessageCollector() : null;
        _writer = !same && streams ? client.NewWriter(head) : null;
        _collected = !same && !streams ? new CollectedAnswer() : null;
    }

    /// <summary>What the last event said.</summary>
    public List<ChatEvent> Events { get; } = new(4);

    /// <summary>Null where both speak chat completions.</summary>
    /// <param name="engine">Who answers.</param>
    /// <param name="client">What is to be made of it.</param>
    /// <param name="scope">Names the answer.</param>
    /// <param name="collects">As one object, not as a stream.</param>
    /// <param name="includeUsage">See <see cref="AnswerHead.IncludeUsage"/>.</param>
    public static TranslatedAnswer? Create(EngineClient engine, WireName client, RequestScope scope, bool collects, bool includeUsage) =>
        client == WireName.OpenAiChat && engine.Wire.Name == WireName.OpenAiChat
            ? null
            : new TranslatedAnswer(
                engine.Wire,
                ClientDialect.Of(client).Wire,
                new AnswerHead(scope.RequestId, engine.Options.Model, scope.ReceivedAt.ToUnixTimeSeconds(), includeUsage),
                !collects);

    /// <summary>Reads one event into <see cref="Events"/>; false if it is not the engine's wire.</summary>
    public bool TryRead(ReadOnlySpan<byte> data)
    {
        Events.Clear();
        return _reader.TryRead(data, Events);
    }

    /// <summary>Keeps or writes what <see cref="TryRead"/> has read. The end waits for <see cref="WriteEnd"/>.</summary>
    /// <param name="raw">The event as it came.</param>
    /// <param name="data">Its payload.</param>
    /// <param name="output">For the client.</param>
    public void Take(ReadOnlySpan<byte> raw, ReadOnlySpan<byte> data, IBufferWriter<byte> output)
    {
        _message?.Add(data);
        if (_passes)
        {
            if (Events is [.., ChatEvent.Ended])
            {
                _end = raw.ToArray();
            }
            else
            {
                output.Write(raw);
            }

            return;
        }

        foreach (var chatEvent in Events)
        {
            _writer?.Write(chatEvent, output);
            _collected?.Add(chatEvent);
        }
    }

    /// <summary>What stands at the end of a whole stream.</summary>
    public void WriteEnd(IBufferWriter<byte> output)
    {
        if (_passes)
        {
            output.Write(_end);
        }
        else
        {
            _writer!.End(output);
        }
    }

    /// <summary>The object that a client gets which does not stream.</summary>
    public void WriteCollected(IBufferWriter<byte> output)
    {
        if (_message is not null)
        {
            _message.WriteTo(output);
        }
        else
        {
            _client.WriteWhole(_collected!, _head, output);
        }
    }
}
