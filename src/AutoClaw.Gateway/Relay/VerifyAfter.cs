using AutoClaw.Core.Model;
using AutoClaw.Core.Verify;
using AutoClaw.Core.Wire;
using AutoClaw.Core.Wire.Hub;
using AutoClaw.Gateway.Engines;
using AutoClaw.Gateway.Options;

namespace AutoClaw.Gateway.Relay;

/// <summary>
/// Verify-after for one request whose score is in its route's band: holds the local answer back, has it checked when it is whole, and keeps
/// it for the case that the cloud fails when it did not pass. Past its budget a streaming client gets the answer as it comes.
/// </summary>
internal sealed class VerifyAfter : IDisposable
{
    private readonly RequestScope _scope;
    private readonly ChatEnvelope _envelope;
    private readonly RelayServices _services;
    private readonly VerifyOptions _options;
    private readonly TaskCompletionSource _holdEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _hold = new();
    private readonly ITimer? _timer;
    private bool _decided;

    private VerifyAfter(RequestScope scope, ChatEnvelope envelope, RelayServices services, VerifyOptions options)
    {
        (_scope, _envelope, _services, _options) = (scope, envelope, services, options);
        if (envelope.Stream)
        {
            // A client that waits for the whole answer is not kept from its beginning.
            _timer = services.Time.CreateTimer(static state => ((VerifyAfter)state!).EndHold(), this, options.Hold.Time, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>The local answer that did not pass; null while there is none, or once it is settled.</summary>
    public HeldAnswer? Held { get; private set; }

    /// <summary>Local engines are out: their answer did not pass.</summary>
    public bool Escalated { get; private set; }

    /// <summary>The verdict on an answer that goes out unchecked; null on every other.</summary>
    public string? Committed => _scope.Verify == Verdict.Committed ? Verdict.Committed : null;

    /// <summary>Null where the request's answer is not to be checked.</summary>
    public static VerifyAfter? Create(RequestScope scope, ChatEnvelope envelope, RelayServices services) =>
        scope.Decision.Verify && scope.Snapshot.Options.Routes.First(route => route.Name == scope.Plan!.Name).Verify is { } options
            ? new VerifyAfter(scope, envelope, services, options)
            : null;

    /// <summary>For a call to <paramref name="engine"/> whose answer will be checked; null where it will not.</summary>
    public AnswerTranscript? Transcript(EngineClient engine) =>
        engine is { Place: Place.Local, Wire.Name: WireName.OpenAiChat } && !_decided ? new AnswerTranscript(_options.Logprobs is not null && !_envelope.Logprobs) : null;

    /// <summary>True while nothing of <paramref name="answer"/> may go out. Commits to it when its tokens are more than may be held.</summary>
    public bool Holds(AnswerReader answer)
    {
        if (answer.Transcript is null || _decided)
        {
            return false;
        }

        if (_envelope.Stream && (_hold.IsCancellationRequested || answer.Usage.Output > _options.Hold.Tokens))
        {
            Decide(Verdict.Committed);
        }

        return !_decided;
    }

    /// <summary>Reads on; returns when something has come or the answer may not be held longer.</summary>
    /// <returns>The read, to be awaited for what it brings.</returns>
    public async Task<Task<int>> ReceiveAsync(AnswerReader answer, CancellationToken cancellation)
    {
        var read = answer.ReceiveAsync(cancellation).AsTask();
        await Task.WhenAny(read, _holdEnded.Task).ConfigureAwait(false);
        return read;
    }

    /// <summary>Checks a whole answer. True: it goes to the client; false: it is held, and the cloud must answer.</summary>
    /// <exception cref="OperationCanceledException">The client has left.</exception>
    public async Task<bool> PassesAsync(EngineClient engine, Attempt attempt, AnswerReader answer, Usage expected)
    {
        if (!Holds(answer))
        {
            return true;
        }

        attempt.Verdict = await JudgeAsync(engine, answer.Transcript!, expected).ConfigureAwait(false);
        Decide(attempt.Verdict);
        return !Escalated;
    }

    public void Hold(HeldAnswer answer) => Held = answer;

    /// <summary>Settles the held answer, if there is one: somebody else's went out, or this one is about to.</summary>
    /// <exception cref="Ledger.LedgerException">It cannot be recorded.</exception>
    public async ValueTask SettleHeldAsync(AttemptOutcome outcome)
    {
        if (Held is not { } held)
        {
            return;
        }

        held.Attempt.Outcome = outcome;
        await _services.Ledger.SettleAsync(held.Attempt).ConfigureAwait(false);
        _services.Metrics.Record(held.Attempt);
        Held = null;
        if (outcome == AttemptOutcome.Superseded)
        {
            held.Answer.Dispose();
        }
    }

    /// <summary>The held answer is served after all.</summary>
    public void FallBack() => _scope.Verify = "fallback";

    public void Dispose()
    {
        _timer?.Dispose();
        _hold.Dispose();
        Held?.Answer.Dispose();
    }

    private void EndHold()
    {
        try
        {
            _hold.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The request ended as the time did.
        }

        _holdEnded.TrySetResult();
    }

    private void Decide(string verdict)
    {
        _decided = true;
        Escalated = verdict is not (Verdict.Kept or Verdict.Committed);
        _scope.Verify = Escalated ? "escalated" : verdict;
    }

    private async Task<string> JudgeAsync(EngineClient engine, AnswerTranscript transcript, Usage expected)
    {
        if (transcript.Read() is not { } answer)
        {
            return Verdict.Unreadable;
        }

        // Those that cost nothing come first.
        var found = (_options.Truncation ? AnswerCheck.Truncation(answer) : null)
            ?? (_options.Refusal ? AnswerCheck.Refusal(answer) : null)
            ?? (_options.Format ? AnswerCheck.Format(answer, AnswerFormat.Read(_envelope.ResponseFormat)) : null)
            ?? (_options.Logprobs is { } logprobs ? AnswerCheck.Logprobs(answer, logprobs.Quantile, logprobs.Min) : null)
            ?? (_options.Scorer is { } scorer ? AnswerCheck.Scorer(answer, GainScorer.Shipped, _scope.Decision.Score!.Value.Score, PromptBytes(), scorer.Max) : null);
        return found ?? (_options.Agree is { } agree ? await CompareAsync(engine, answer, agree, expected).ConfigureAwait(false) : Verdict.Kept);
    }

    private int PromptBytes()
    {
        var bytes = 0;
        for (var i = _envelope.LastUserStart; i < _envelope.LastUserEnd; i++)
        {
            bytes += _envelope.Parts[i].Raw.Length;
        }

        return bytes;
    }

    private async Task<string> CompareAsync(EngineClient engine, CheckedAnswer answer, AgreeOptions agree, Usage expected)
    {
        var aborted = _scope.Context.RequestAborted;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(aborted, _hold.Token);
        var second = agree.Engine is null ? engine : Array.Find(_scope.Snapshot.Engines, each => each.Id == agree.Engine)!;
        var other = await new CheckCall(_scope, _envelope, _services, stop.Token).RunAsync(second, expected).ConfigureAwait(false);
        aborted.ThrowIfCancellationRequested();
        return other is not null ? AnswerCheck.Agreement(answer, other, agree.Similarity) ?? Verdict.Kept
            : _hold.IsCancellationRequested ? Verdict.Committed
            : Verdict.CheckFailed;
    }
}
