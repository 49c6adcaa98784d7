using System.Buffers;
using System.Text.Unicode;
using AutoClaw.Core.Model;
using AutoClaw.Core.Wire;
using AutoClaw.Core.Wire.Hub;
using AutoClaw.Core.Wire.OpenAiChat;
using AutoClaw.Gateway.Engines;

namespace AutoClaw.Gateway.Relay;

/// <summary>
/// Reads one engine's streamed answer: cuts events, watches usage and finish reasons on the bytes passing, and keeps what the client
/// shall get in <see cref="Outgoing"/>, or in the collector of a non-streaming client. Decides when an answer is whole.
/// </summary>
/// <param name="engine">Who answers.</param>
/// <param name="stream">Its answer's body.</param>
/// <param name="request">What was asked.</param>
/// <param name="form">What is to be made of it.</param>
internal sealed class AnswerReader(EngineClient engine, Stream stream, ChatEnvelope request, AnswerForm form) : IDisposable
{
    // Longest event taken: an engine that sends more without an empty line is not speaking SSE.
    private const int MaxEventBytes = 8 * 1024 * 1024;

    // Longest answer for a client that gets it in one piece, which is kept until its end: more than any model can say, in any wire.
    private const int MaxCollectedBytes = 64 * 1024 * 1024;

    // Of the 4,096 that the HTTP client's connection buffer holds: so the buffer need not grow for the event that the last read has cut.
    private const int ReadBytes = 3584;

    private const int NearTokens = 16;

    private readonly PooledBuffer _unread = PooledBuffer.Rent();
    private readonly ChunkTemplate _template = new();

    private readonly ChatCollector? _collector = form is { Collects: true, Translation: null } ? new ChatCollector() : null;
    private AnswerUse _use;
    private int _finished;
    private long _received;

    /// <summary>Whole events for a streaming client, since the last clear. The end marker is not among them: it waits for the ledger.</summary>
    public PooledBuffer Outgoing { get; } = PooledBuffer.Rent();

    public AnswerTranscript? Transcript => form.Transcript;

    /// <summary>At least one token has come.</summary>
    public bool HasContent { get; private set; }

    /// <summary>The answer ended as it should.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>The answer can't be completed; null while all is well.</summary>
    public EngineFailure? Failure { get; private set; }

    /// <summary>The last read brought content.</summary>
    public bool BroughtContent { get; private set; }

    /// <summary>The first choice's finish reason, as the engine wrote it.</summary>
    public string? FinishReason { get; private set; }

    /// <summary>The last signature or ciphertext that the engine wants back; null where it gave none.</summary>
    public string? OpaqueState { get; private set; }

    /// <summary>What the engine said of its own work; nothing where it did not.</summary>
    public EngineTimings Timings { get; private set; }

    /// <summary>The answer is about as long as the client lets it be, so that its end is near.</summary>
    public bool IsNearLimit => request.MaxOutputTokens is { } most && _use.Events >= most - NearTokens;

    /// <inheritdoc cref="AnswerUse.Of"/>
    public Usage Usage => _use.Of(request, IsComplete);

    /// <summary>Waits for bytes. Touches nothing that a caller may use meanwhile; give the count to <see cref="Take"/>.</summary>
    public ValueTask<int> ReceiveAsync(CancellationToken cancellation) => stream.ReadAsync(_unread.GetMemory(ReadBytes), cancellation);

    /// <summary>Takes every whole event of what was received. Afterwards the answer is complete, has failed, or goes on.</summary>
    public void Take(int count)
    {
        BroughtContent = false;
        if (count == 0)
        {
            EndOfStream();
            return;
        }

        _unread.Advance(count);
        _received += count;
        TakeEvents();
        Failure ??= TooLong();
    }

    /// <summary>
    /// Reads the connection to its end, which is normally in the socket already, so that it can serve the next request: a second is ample, and
    /// past it the connection is dropped. Whatever happens, the answer is whole.
    /// </summary>
    public async ValueTask FreeConnectionAsync(EngineDeadline deadline)
    {
        try
        {
            deadline.Arm(TimeSpan.FromSeconds(1));
            _unread.Clear();
            while (await stream.ReadAsync(_unread.GetMemory(ReadBytes), deadline.Token).ConfigureAwait(false) > 0)
            {
            }
        }
        catch (Exception error) when (error is OperationCanceledException or HttpRequestException or IOException)
        {
            // Only a connection is lost.
        }

        deadline.Disarm();
    }

    /// <summary>Writes the object that a non-streaming client gets.</summary>
    public void WriteCollected(IBufferWriter<byte> output)
    {
        if (form.Translation is null)
        {
            _collector!.WriteTo(output);
        }
        else
        {
            form.Translation.WriteCollected(output);
        }
    }

    /// <summary>Writes what stands at the end of a whole stream.</summary>
    public void WriteEnd(IBufferWriter<byte> output)
    {
        if (form.Translation is null)
        {
            output.Write("data: [DONE]\n\n"u8);
        }
        else
        {
            form.Translation.WriteEnd(output);
        }
    }

    public void Dispose()
    {
        _unread.Dispose();
        Outgoing.Dispose();
    }

    // All of it is in memory: what an engine sends without end must not be the end of the gateway.
    private EngineFailure? TooLong() =>
        _unread.Length > MaxEventBytes ? EngineFailure.Malformed(engine.Id, $"an event of more than {MaxEventBytes} bytes")
        : !HasContent && _received > MaxEventBytes ? EngineFailure.Malformed(engine.Id, $"more than {MaxEventBytes} bytes without any content")
        : form.Collects && _received > MaxCollectedBytes ? EngineFailure.Malformed(engine.Id, $"an answer of more than {MaxCollectedBytes} bytes")
        : null;

    private void TakeEvents()
    {
        var buffer = _unread.Span;
        var before = buffer.Length;
        while (!IsComplete && Failure is null && SseEvents.TryTake(ref buffer, out var raw))
        {
            TakeEvent(raw);
        }

        _unread.Consume(before - buffer.Length);
    }

    private void TakeEvent(ReadOnlySpan<byte> raw)
    {
        if (!Utf8.IsValid(raw))
        {
            // Events are cut between characters, so this is no character that is still to come.
            Failure = EngineFailure.Malformed(engine.Id, "an event that is not UTF-8");
            return;
        }

        var data = SseEvents.Data(raw, out var multiple);
        if (data.IsEmpty && form.Translation is not null && raw.TrimStart(" \t\r\n"u8) is [(byte)'{', ..] bare)
        {
            // Gemini's errors come into its streams without a field name.
            data = bare;
        }

        if (data.IsEmpty)
        {
            if (!form.Collects)
            {
                // Comments keep a connection alive; the client's may need it as well.
                Outgoing.Write(raw);
            }

            return;
        }

        if (form.Translation is { } translation)
        {
            TakeTranslated(translation, raw, data, multiple);
            return;
        }

        if (data.SequenceEqual("[DONE]"u8))
        {
            End();
            return;
        }

        if (!multiple && _template.TryMatch(data, out var text))
        {
            WatchContent(text.Length);
            form.Transcript?.Extend(text);
            if (_collector is null)
            {
                Outgoing.Write(raw);
            }
            else
            {
                _collector.Extend(text);
            }

            return;
        }

        TakeParsed(raw, data, multiple);
    }

    // An end without a beginning is no answer: somebody else may have one.
    private void End()
    {
        IsComplete = HasContent || _finished > 0;
        Failure = IsComplete ? OfTruncation() : EngineFailure.Malformed(engine.Id, "an end marker and no answer before it");
        IsComplete &= Failure is null;
    }

    private void TakeTranslated(TranslatedAnswer translated, ReadOnlySpan<byte> raw, ReadOnlySpan<byte> data, bool multiple)
    {
        if (multiple || !translated.TryRead(data))
        {
            Failure = EngineFailure.Malformed(engine.Id, "an event that can't be read as part of an answer");
            return;
        }

        var ended = false;
        foreach (var chatEvent in translated.Events)
        {
            if (chatEvent is ChatEvent.Failed failed)
            {
                Failure = engine.FailureOf(failed.Error.Message);
                return;
            }

            ended |= chatEvent is ChatEvent.Ended;
            Watch(chatEvent);
        }

        translated.Take(raw, data, Outgoing);
        if (ended)
        {
            End();
            return;
        }

        // Only what speaks OpenAI chat completions is checked.
        form.Transcript?.Add(data);
    }

    private void Watch(ChatEvent chatEvent)
    {
        switch (chatEvent)
        {
            case ChatEvent.Text text:
                WatchContent(text.Value.Length);
                break;
            case ChatEvent.Reasoning thought:
                WatchContent(thought.Value.Length);
                break;
            case ChatEvent.Refusal refusal:
                WatchContent(refusal.Value.Length);
                break;
            case ChatEvent.ToolCall call:
                OpaqueState = call.State?.Value ?? OpaqueState;
                WatchContent(call.Name.Length);
                break;
            case ChatEvent.ToolArguments arguments:
                WatchContent(arguments.Piece.Length);
                break;
            case ChatEvent.ReasoningState thought:
                OpaqueState = thought.State.Value;
                WatchContent(0);
                break;
            case ChatEvent.Foreign:
                WatchContent(0);
                break;
            case ChatEvent.Finished finished:
                _finished++;
                FinishReason ??= FinishReasons.WordOf(finished.Reason);
                break;
            case ChatEvent.Used used:
                _use.Tell(used.Usage);
                break;
            case ChatEvent.Timed timed:
                Timings = timed.Timings;
                break;
        }
    }

    private void TakeParsed(ReadOnlySpan<byte> raw, ReadOnlySpan<byte> data, bool multiple)
    {
        var facts = multiple ? default : ChatChunkReader.Read(data);
        if (!facts.Valid)
        {
            Failure = EngineFailure.Malformed(engine.Id, "a chunk that is not valid JSON of a chat completion");
            return;
        }

        if (facts.IsError)
        {
            Failure = engine.FailureOf(facts.ErrorMessage);
            return;
        }

        if (facts.IsProgress && !facts.HasContent && !request.HasProgressWish)
        {
            // Asked for by us alone: what is written to a connection is what shows the engine that it has gone.
            return;
        }

        Watch(facts);
        _template.Learn(data, facts);
        var passed = form.Transcript is null ? data : form.Transcript.Add(data);
        if (_collector is not null)
        {
            _collector.Add(passed);
        }
        else if (facts.HasChoices || facts.Usage is null || request.IncludeUsage)
        {
            // What is left out is the usage chunk that only we asked for.
            Forward(raw, passed);
        }
    }

    private void Forward(ReadOnlySpan<byte> raw, ReadOnlySpan<byte> passed)
    {
        if (form.Transcript is not { AsksLogprobs: true })
        {
            Outgoing.Write(raw);
            return;
        }

        Outgoing.Write("data: "u8);
        Outgoing.Write(passed);
        Outgoing.Write("\n\n"u8);
    }

    private void Watch(in ChunkFacts facts)
    {
        Timings = facts.Timings ?? Timings;
        _finished += facts.Finished;
        FinishReason ??= facts.FinishReason;
        if (facts.HasContent)
        {
            WatchContent(facts.ContentBytes);
        }

        if (facts.Usage is { } usage)
        {
            _use.Tell(usage);
        }
    }

    private void WatchContent(int bytes)
    {
        HasContent = BroughtContent = true;
        _use.Add(bytes);
    }

    // An answer to a part of the prompt is no answer, however well it ends.
    private EngineFailure? OfTruncation() =>
        engine.SafeContext is { } context && _use.Told is { } usage && SilentTruncation.IsLikely(request.EstimatedInputTokens, usage.Input, context)
            ? EngineFailure.Truncated(engine.Id, request.EstimatedInputTokens, usage.Input, context, engine.Kind.Enlarge)
            : null;

    // Without the end marker an answer is whole only if every choice said that it is finished.
    private void EndOfStream()
    {
        // Some engines leave out the empty line after their last event.
        if ((_finished >= request.Choices || form.Translation is { IsWhole: true }) && _unread.Span.Trim("\r\n "u8) is var rest && (rest.IsEmpty || rest.SequenceEqual("data: [DONE]"u8)))
        {
            Failure = OfTruncation();
            IsComplete = Failure is null;
        }
        else
        {
            Failure = EngineFailure.BrokeOff(engine.Id);
        }
    }
}
