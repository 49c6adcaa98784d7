using System.Threading.Tasks.Sources;
using AutoClaw.Core.Model;

namespace AutoClaw.Gateway.Ledger;

/// <summary>One call to the writer, waiting for its commit. Pooled: it goes back when its result is taken.</summary>
internal sealed class LedgerOperation(LedgerOperationPool pool) : IValueTaskSource
{
    private ManualResetValueTaskSourceCore<bool> _core;

    /// <summary>The next one in whichever list holds it.</summary>
    public LedgerOperation? Next { get; set; }

    public Attempt? Attempt { get; private set; }

    public bool Settles { get; private set; }

    /// <summary>What is to be written instead of an attempt; null: the attempt.</summary>
    public Label? Label { get; private set; }

    /// <summary>Set by the writer where this entry failed; null: it is committed.</summary>
    public LedgerException? Error { get; set; }

    /// <summary>Completes when the writer is done with it; taken before the operation is queued, awaited once.</summary>
    public ValueTask Pending => new(this, _core.Version);

    public void Set(Attempt attempt, bool settles)
    {
        Attempt = attempt;
        Settles = settles;
    }

    public void Set(Label label)
    {
        Label = label;
        Settles = false;
    }

    /// <summary>Runs the waiting caller's continuation here and now.</summary>
    public void Complete()
    {
        if (Error is { } error)
        {
            _core.SetException(error);
        }
        else
        {
            _core.SetResult(true);
        }
    }

    public ValueTaskSourceStatus GetStatus(short token) => _core.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);

    public void GetResult(short token)
    {
        try
        {
            _core.GetResult(token);
        }
        finally
        {
            Attempt = null;
            Label = null;
            Error = null;
            _core.Reset();
            pool.Return(this);
        }
    }
}
