using AutoClaw.Core.Model;
using AutoClaw.Core.Wire;

namespace AutoClaw.Gateway.Relay;

/// <summary>What an answer uses: the engine's count where it tells one, and what has come where it does not. Mutable: a field, never a copy.</summary>
internal struct AnswerUse
{
    private long _bytes;
    private long _events;

    // What had come when the engine told its count last: some tell one before they begin.
    private long _toldEvents;
    private long _toldBytes;

    /// <summary>The engine's last count; null where it told none.</summary>
    public Usage? Told { get; private set; }

    /// <summary>Events with content that have come: about as many as tokens.</summary>
    public readonly long Events => _events;

    /// <summary>Content of so many bytes has come.</summary>
    public void Add(int bytes)
    {
        _bytes += bytes;
        _events++;
    }

    /// <summary>The engine tells its count.</summary>
    public void Tell(in Usage usage)
    {
        Told = usage;
        (_toldEvents, _toldBytes) = (_events, _bytes);
    }

    /// <summary>The engine's count, of an answer that broke off with an estimate of what came after it; without a count, an estimate of everything.</summary>
    public readonly Usage Of(ChatEnvelope request, bool isComplete) =>
        Told is not { } told ? new Usage(request.EstimatedInputTokens, 0, Estimate(_events, _bytes), 0, Estimated: true)
        : !isComplete && _events > _toldEvents
            ? told with { Output = told.Output + Estimate(_events - _toldEvents, _bytes - _toldBytes), Estimated = true }
        : told;

    // Engines send about a token an event; some bundle several, so four bytes a token is the other bound.
    private static long Estimate(long events, long bytes) => Math.Max(events, (bytes + 3) / 4);
}
