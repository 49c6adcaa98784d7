using System.Buffers;
using AutoClaw.Core.Wire;
using AutoClaw.Core.Wire.Hub;
using AutoClaw.Gateway.Engines;

namespace AutoClaw.Gateway.Relay;

/// <summary>
/// An answer whose engine speaks another wire than its client: read as neutral events, and written as the client's, or collected for a
/// client that does not stream.
/// </summary>
internal sealed class TranslatedAnswer
{
    private readonly AnswerHead _head;
    private readonly IWire _client;
    private readonly IChatEventReader _reader;
    private readonly IChatEventWriter? _writer;
    private readonly CollectedAnswer? _collected;

    private TranslatedAnswer(IWire engine, IWire client, AnswerHead head, bool streams)
    {
        _head = head;
        _client = client;
        _reader = engine.NewReader();
        _writer = streams ? client.NewWriter(head) : null;
        _collected = streams ? null : new CollectedAnswer();
    }

    /// <summary>What the last event said.</summary>
    public List<ChatEvent> Events { get; } = new(4);

    /// <summary>Null where both speak the same.</summary>
    /// <param name="engine">Who answers.</param>
    /// <param name="client">What is to be made of it.</param>
    /// <param name="scope">Names the answer.</param>
    /// <param name="collects">As one object, not as a stream.</param>
    /// <param name="includeUsage">See <see cref="AnswerHead.IncludeUsage"/>.</param>
    public static TranslatedAnswer? Create(EngineClient engine, WireName client, RequestScope scope, bool collects, bool includeUsage) =>
        client == engine.Wire.Name
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

    /// <summary>Keeps or writes one of <see cref="Events"/>.</summary>
    public void Take(ChatEvent chatEvent, IBufferWriter<byte> output)
    {
        _writer?.Write(chatEvent, output);
        _collected?.Add(chatEvent);
    }

    /// <summary>What stands at the end of a whole stream.</summary>
    public void WriteEnd(IBufferWriter<byte> output) => _writer!.End(output);

    /// <summary>The object that a client gets which does not stream.</summary>
    public void WriteCollected(IBufferWriter<byte> output) => _client.WriteWhole(_collected!, _head, output);
}
