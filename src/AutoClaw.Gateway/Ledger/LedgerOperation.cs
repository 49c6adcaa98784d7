using System.Threading.Tasks.Sources;
using AutoClaw.Core.Model;

namespace AutoClaw.Gateway.Ledger;

/// <summary>
/// One call to the writer, waiting for its commit. Pooled: it goes back when its result is taken. One whose caller was told something
/// before the writer was done with it stays the writer's, and is not used again.
/// </summary>
internal sealed class LedgerOperation(LedgerOperationPool pool) : IValueTaskSource
{
    private const int Done = 0;
    private const int Waiting = 1;
    private const int Abandoned = 2;

    private ManualResetValueTaskSourceCore<bool> _core;
    private int _state;

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

    /// <summary>Its caller waits no longer and never asks again: a reservation need not be written, anything else must be.</summary>
    public bool IsAbandoned => Volatile.Read(ref _state) == Abandoned;

    public void Set(Attempt? attempt, bool settles, Label? label)
    {
        (Attempt, Settles, Label) = (attempt, settles, label);
        Volatile.Write(ref _state, Waiting);
    }

    /// <summary>Lets the caller go before the writer is done.</summary>
    /// <param name="error">What it is told; null: that all is well.</param>
    /// <returns>False where nobody waits.</returns>
    public bool TryAbandon(LedgerException? error)
    {
        if (Interlocked.CompareExchange(ref _state, Abandoned, Waiting) != Waiting)
        {
            return false;
        }

        if (error is null)
        {
            _core.SetResult(true);
        }
        else
        {
            _core.SetException(error);
        }

        return true;
    }

    /// <summary>Runs the waiting caller's continuation here and now.</summary>
    public void Complete()
    {
        if (Interlocked.CompareExchange(ref _state, Done, Waiting) != Waiting)
        {
            return;
        }

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
            if (!IsAbandoned)
            {
                GoBack();
            }
        }
    }

    private void GoBack()
    {
        Attempt = null;
        Label = null;
        Error = null;
        _core.Reset();
        pool.Return(this);
    }
}
