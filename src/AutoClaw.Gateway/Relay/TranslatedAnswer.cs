using System.Buffers;
using AutoClaw.Core.Privacy.Pseudonyms;
using AutoClaw.Core.Wire;
using AutoClaw.Core.Wire.Gemini;
using AutoClaw.Core.Wire.Hub;
using AutoClaw.Gateway.Engines;
using AutoClaw.Gateway.Privacy;
using AutoClaw.Gateway.Responses;

namespace AutoClaw.Gateway.Relay;

/// <summary>
/// An answer that is read as neutral events: one whose engine speaks another wire than its client, or has seen placeholders, written as
/// the client's or collected for a client that does not stream; or one where both speak the same, whose bytes pass. Chat completions on
/// both sides need none of it where nothing is to be put back.
/// </summary>
internal sealed class TranslatedAnswer
{
    private readonly AnswerHead _head;
    private readonly IWire _client;
    private readonly IChatEventReader _reader;
    private readonly IChatEventWriter? _writer;
    private readonly CollectedAnswer? _collected;
    private readonly SameWireAnswer? _same;
    private readonly ReidentifyingEvents? _restoring;
    private readonly List<ChatEvent> _restored = [];

    private TranslatedAnswer(EngineClient engine, IWire client, AnswerHead head, (bool Streams, GeminiFraming Framing) form, MaskedChat? masked, AnswerKeeper? keeper = null)
    {
        _head = head;
        _client = client;
        _reader = engine.Wire.NewReader();
        _restoring = masked?.NewEvents();
        var (streams, framing) = form;
        if (engine.Wire.Name == client.Name && masked is null)
        {
            _same = new SameWireAnswer(client.Name, streams, framing, keeper);
        }
        else if (streams)
        {
            _writer = client.Name == WireName.Gemini ? GeminiWire.NewWriter(head, framing) : client.NewWriter(head);
        }
        else
        {
            _collected = new CollectedAnswer();
        }
    }

    /// <summary>What the last event said.</summary>
    public List<ChatEvent> Events { get; } = new(4);

    /// <summary>See <see cref="IChatEventReader.IsWhole"/>.</summary>
    public bool IsWhole => _reader.IsWhole;

    /// <summary>What the client gets; null where it and the engine speak chat completions, and the engine has the request as it is.</summary>
    /// <param name="engine">Who answers.</param>
    /// <param name="scope">The client's request.</param>
    /// <param name="envelope">The same.</param>
    /// <param name="showsThoughts">The client asked to see what the model thinks.</param>
    public static TranslatedAnswer? Create(EngineClient engine, RequestScope scope, ChatEnvelope envelope, bool showsThoughts) =>
        envelope.Wire == WireName.OpenAiChat && engine.Wire.Name == WireName.OpenAiChat && scope.MaskedFor(engine) is null
            ? null
            : new TranslatedAnswer(
                engine,
                ClientDialect.Of(envelope.Wire).Wire,
                HeadOf(engine, scope, envelope.IncludeUsage) with
                {
                    Request = scope.Keeper?.Request ?? envelope.Body,
                    IncludeThoughts = showsThoughts,
                    IsKept = scope.Keeper is { Keeps: true },
                },
                (envelope.Stream, GeminiPath.FramingOf(scope.Context.Request)),
                scope.MaskedFor(engine),
                scope.Keeper);

    /// <summary>The whole answer as chat completions have it, whoever asked; null where the engine speaks them.</summary>
    public static TranslatedAnswer? CreateWhole(EngineClient engine, RequestScope scope) => engine.Wire.Name == WireName.OpenAiChat && scope.MaskedFor(engine) is null
        ? null
        : new TranslatedAnswer(
            engine, ClientDialect.OpenAiChat.Wire, HeadOf(engine, scope, includeUsage: true), (Streams: false, GeminiFraming.Events), scope.MaskedFor(engine));

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
        if (_same is not null)
        {
            _same.Take(raw, data, Events, output);
            return;
        }

        if (_restoring is null)
        {
            Pass(Events, output);
            return;
        }

        foreach (var chatEvent in Events)
        {
            _restoring.Push(chatEvent, _restored);
        }

        Pass(_restored, output);
        _restored.Clear();
    }

    /// <summary>What stands at the end of a whole stream.</summary>
    public void WriteEnd(IBufferWriter<byte> output)
    {
        if (_same is not null)
        {
            _same.WriteEnd(output);
        }
        else
        {
            PassHeld(output);
            _writer!.End(output);
        }
    }

    /// <summary>The object that a client gets which does not stream.</summary>
    public void WriteCollected(IBufferWriter<byte> output)
    {
        if (_same is not null)
        {
            _same.WriteCollected(output);
        }
        else
        {
            PassHeld(output);
            _client.WriteWhole(_collected!, _head, output);
        }
    }

    // An answer without an end marker may have ended in what looked like a placeholder's beginning.
    private void PassHeld(IBufferWriter<byte> output)
    {
        _restoring?.Flush(_restored);
        Pass(_restored, output);
        _restored.Clear();
    }

    private void Pass(List<ChatEvent> events, IBufferWriter<byte> output)
    {
        foreach (var chatEvent in events)
        {
            _writer?.Write(chatEvent, output);
            _collected?.Add(chatEvent);
        }
    }

    private static AnswerHead HeadOf(EngineClient engine, RequestScope scope, bool includeUsage) =>
        new(scope.RequestId, engine.Options.Model, scope.ReceivedAt.ToUnixTimeSeconds(), includeUsage);
}
