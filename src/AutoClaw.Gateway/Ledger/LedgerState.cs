using AutoClaw.Gateway.Observability;
using Microsoft.Extensions.Logging;

namespace AutoClaw.Gateway.Ledger;

/// <summary>Whether the ledger can be written, and what was lost while it could not. Any thread.</summary>
internal sealed class LedgerState(TimeProvider time)
{
    // What is lost is said at once and then at most so often: a full disk under load would fill the log as well.
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private LedgerFailure? _last;
    private bool _failing;
    private long _failures;
    private long _unrecorded;
    private long _unrecordedTold;
    private long? _toldAt;

    /// <summary>Null until the gateway has one.</summary>
    public ILogger? Log { get; set; }

    public LedgerFailure? Last => Volatile.Read(ref _last);

    public bool IsFailing => Volatile.Read(ref _failing);

    public long Failures => Volatile.Read(ref _failures);

    public long Unrecorded => Volatile.Read(ref _unrecorded);

    /// <summary>Something was not written.</summary>
    /// <param name="code">A code of <see cref="LedgerException"/>.</param>
    /// <param name="message">For people.</param>
    /// <param name="entries">How much.</param>
    /// <param name="isTheLedgers">False where it is the entry that is wrong, or that nobody waits for: others can be written.</param>
    public void Failed(string code, string message, int entries = 1, bool isTheLedgers = true)
    {
        bool isNew;
        lock (_lock)
        {
            _failures += entries;
            _last = new LedgerFailure(time.GetUtcNow(), code, message);
            isNew = isTheLedgers && !_failing;
            _failing |= isTheLedgers;
        }

        if (isNew)
        {
            Log?.LedgerFails(code, message);
        }
    }

    /// <summary>Something was written.</summary>
    public void Worked()
    {
        if (!IsFailing)
        {
            return;
        }

        Volatile.Write(ref _failing, false);
        Log?.LedgerWorks();
    }

    /// <summary>Entries that no ledger will ever have.</summary>
    public void Lost(long entries)
    {
        if (entries == 0)
        {
            return;
        }

        long told;
        lock (_lock)
        {
            _unrecorded += entries;
            if (_toldAt is { } at && time.GetElapsedTime(at) < Between)
            {
                return;
            }

            told = _unrecorded - _unrecordedTold;
            (_unrecordedTold, _toldAt) = (_unrecorded, time.GetTimestamp());
        }

        Log?.Unrecorded(told, Unrecorded);
    }
}
