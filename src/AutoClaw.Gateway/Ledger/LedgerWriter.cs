using AutoClaw.Core.Model;

namespace AutoClaw.Gateway.Ledger;

/// <summary>
/// The only writer of a ledger. Callers wait for a commit, not for their own: one thread takes whatever has gathered while the last
/// group was written, and commits it as the next. When an entry cannot be written the call fails with a <see cref="LedgerException"/>,
/// and the next group tries again, on a fresh connection where that may help.
/// </summary>
internal sealed class LedgerWriter : IAsyncDisposable
{
    // Half a millisecond of work each, which is what an entry may wait for one: LedgerProbe.
    private const int RollUpPiece = 256;

    // So many entries that are in no sum are too many though there is always something else to do: then a piece is done after each group.
    private const int RollUpAtLast = 20_000;

    private readonly string _path;
    private readonly TimeProvider _time;
    private readonly LedgerWriterOptions _options;
    private readonly LedgerLock _lock;
    private readonly LedgerQueue _queue = new();
    private readonly LedgerOperationPool _pool = new();
    private readonly LedgerGroupCommit _groupCommit;
    private readonly LedgerOperation[] _group;
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly WalSync? _sync;
    private SqliteLedger? _ledger;
    private int _depth;
    private long _reserved;
    private long _settled;
    private long _labels;
    private long _failures;
    private long _groups;
    private LedgerFailure? _lastFailure;
    private bool _failing;
    private Func<IReadOnlyList<AimRow>>? _aims;
    private long _aimsSaved;

    private LedgerWriter(string path, TimeProvider time, LedgerWriterOptions options, LedgerLock taken, SqliteLedger ledger)
    {
        _path = path;
        _time = time;
        _options = options;
        _lock = taken;
        _ledger = ledger;
        _group = new LedgerOperation[options.MaxGroup];
        Recovered = ledger.Recover();
        Aims = ledger.ReadAims();
        _aimsSaved = time.GetTimestamp();
        _groupCommit = new LedgerGroupCommit(options.MaxGroup, ledger.NextId());
        _sync = options.Fsync > TimeSpan.Zero ? new WalSync(path, options.Fsync, time, options.Synced) : null;
    }

    /// <summary>The ledger's file.</summary>
    public string Path => _path;

    /// <summary>Entries waiting or being written.</summary>
    public int QueueDepth => Volatile.Read(ref _depth);

    /// <summary>Reservations committed since the start.</summary>
    public long Reserved => Volatile.Read(ref _reserved);

    /// <summary>Settlements committed since the start.</summary>
    public long Settled => Volatile.Read(ref _settled);

    /// <summary>Labels committed since the start.</summary>
    public long Labels => Volatile.Read(ref _labels);

    /// <summary>Entries that were refused or not written since the start.</summary>
    public long Failures => Volatile.Read(ref _failures);

    /// <summary>Transactions committed since the start; <c>(Reserved + Settled) / Groups</c> is the mean group.</summary>
    public long Groups => Volatile.Read(ref _groups);

    /// <summary>Reservations that are committed and not settled: about the calls under way.</summary>
    public int OpenReservations => _groupCommit.OpenReservations;

    /// <summary>Reservations of a dead process that were settled as unknown when this writer opened.</summary>
    public int Recovered { get; }

    /// <summary>What the routes' aim controllers had learnt when the ledger was last closed.</summary>
    public IReadOnlyList<AimRow> Aims { get; }

    /// <summary>The last failure since the start; null if there was none.</summary>
    public LedgerFailure? LastFailure => Volatile.Read(ref _lastFailure);

    /// <summary>The last write failed and none has succeeded since: the gateway is not ready.</summary>
    public bool IsFailing => Volatile.Read(ref _failing);

    /// <summary>
    /// Opens or creates the ledger, takes its lock, settles what a dead process left behind, and starts writing.
    /// </summary>
    /// <exception cref="LedgerException">It cannot be opened: see the codes there. The message says what to do.</exception>
    public static LedgerWriter Open(string path, TimeProvider time, LedgerWriterOptions? options = null)
    {
        options ??= new LedgerWriterOptions();
        var full = LedgerPath.Prepare(path);
        var taken = LedgerLock.Take(full);
        SqliteLedger? ledger = null;
        try
        {
            ledger = OpenFile(full, options);
            var writer = new LedgerWriter(full, time, options, taken, ledger);
            new Thread(writer.Run) { IsBackground = true, Name = "ledger" }.Start();
            return writer;
        }
        catch
        {
            ledger?.Dispose();
            taken.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Completes when the reservation is committed: from then on a crash leaves an entry. Give it the estimated usage and cost.
    /// The result must be awaited once. A settlement may follow before that; the order of the calls is kept.
    /// </summary>
    /// <exception cref="LedgerException">Not written: the request must not be answered.</exception>
    public ValueTask ReserveAsync(Attempt attempt) => Enqueue(attempt, settles: false);

    /// <summary>
    /// Completes when the attempt's row is committed. Exactly once an attempt; after a failure it may be tried again. An attempt whose
    /// reservation failed can be settled all the same. The result must be awaited once.
    /// </summary>
    /// <exception cref="LedgerException">Not written.</exception>
    public ValueTask SettleAsync(Attempt attempt) => Enqueue(attempt, settles: true);

    /// <summary>
    /// From now on also writes down what <paramref name="aims"/> gives, asked on the writer's thread: after a group, at most every
    /// <see cref="LedgerWriterOptions.SaveAimsEvery"/>, and when it closes.
    /// </summary>
    public void KeepAims(Func<IReadOnlyList<AimRow>> aims) => Volatile.Write(ref _aims, aims);

    /// <summary>Completes when the label is committed; it replaces the same judge's earlier one. The result must be awaited once.</summary>
    /// <exception cref="LedgerException">Not written.</exception>
    public ValueTask LabelAsync(Label label)
    {
        var operation = _pool.Rent();
        operation.Set(label);
        return Enqueue(operation);
    }

    /// <summary>Writes what still waits, closes the file and frees the lock. Reservations that are open stay for the next start.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.AskToClose();
        await _stopped.Task.ConfigureAwait(false);
    }

    private static SqliteLedger OpenFile(string path, LedgerWriterOptions options)
    {
        var ledger = SqliteLedger.Open(path, options.EffectiveBusyTimeout, everyCommit: options.Fsync == TimeSpan.Zero);
        options.Opened?.Invoke(ledger);
        return ledger;
    }

    private ValueTask Enqueue(Attempt attempt, bool settles)
    {
        var operation = _pool.Rent();
        operation.Set(attempt, settles);
        return Enqueue(operation);
    }

    private ValueTask Enqueue(LedgerOperation operation)
    {
        var pending = operation.Pending;
        Interlocked.Increment(ref _depth);
        if (_queue.TryPush(operation))
        {
            return pending;
        }

        Interlocked.Decrement(ref _depth);
        return ValueTask.FromException(new LedgerException(LedgerException.Closed, "The ledger is closed: the gateway is stopping."));
    }

    private void Run()
    {
        RollUp();
        while (_queue.TakeAll() is { } waiting)
        {
            WriteAll(waiting);
            RollUp();
        }

        WriteAll(_queue.Close());
        SaveAims();
        _sync?.Dispose();
        _ledger?.Dispose();
        _lock.Dispose();
        _stopped.SetResult();
    }

    private void WriteAll(LedgerOperation? waiting)
    {
        while (waiting is not null)
        {
            var count = 0;
            for (; waiting is not null && count < _group.Length; waiting = waiting.Next)
            {
                _group[count++] = waiting;
            }

            Write(_group.AsSpan(0, count));
        }
    }

    private void Write(Span<LedgerOperation> group)
    {
        try
        {
            if (_sync?.Failure is { } unkept)
            {
                // Tried again on its own thread; until it works, nothing more is promised.
                throw new LedgerException(LedgerException.Unavailable, $"The disk does not keep the ledger: {unkept.Message}", unkept);
            }

            _ledger ??= OpenFile(_path, _options);
            _groupCommit.Commit(_ledger, group);
            _groups++;
            _sync?.Committed();
            Volatile.Write(ref _failing, false);
        }
        catch (Exception e)
        {
            // Whatever it was, these callers must hear of it and the thread must live: it serves all the others.
            FailAll(group, e);
        }

        foreach (var operation in group)
        {
            Count(operation);
        }

        Interlocked.Add(ref _depth, -group.Length);
        LedgerCompletion.Queue(group);
        if (_time.GetElapsedTime(_aimsSaved) >= _options.SaveAimsEvery)
        {
            SaveAims();
        }
    }

    // Nobody waits for it, and what is lost can be learnt again: a failure is counted, and the next time it is tried anew.
    private void SaveAims()
    {
        _aimsSaved = _time.GetTimestamp();
        if (_ledger is null || Volatile.Read(ref _aims) is not { } aims)
        {
            return;
        }

        try
        {
            foreach (var row in aims())
            {
                _ledger.SaveAim(row, _time.GetUtcNow());
            }
        }
        catch (LedgerException error)
        {
            _failures++;
            Volatile.Write(ref _lastFailure, new LedgerFailure(_time.GetUtcNow(), error.Code, error.Message));
        }
    }

    // What is not in the sums yet is read entry by entry: a failure is counted, and after the next group it is tried anew.
    private void RollUp()
    {
        try
        {
            if (_ledger is { } ledger && _groupCommit.LastId - ledger.RolledThrough >= (_queue.IsIdle ? _options.RollUpEvery : RollUpAtLast))
            {
                while (ledger.RollUp(RollUpPiece) == RollUpPiece && _queue.IsIdle)
                {
                }
            }
        }
        catch (LedgerException error)
        {
            _failures++;
            Volatile.Write(ref _lastFailure, new LedgerFailure(_time.GetUtcNow(), error.Code, error.Message));
            CloseUnlessPassing(error.Code);
        }
    }

    private void FailAll(Span<LedgerOperation> group, Exception cause)
    {
        var code = (cause as LedgerException)?.Code ?? LedgerException.Unavailable;
        foreach (var operation in group)
        {
            operation.Error = new LedgerException(code, cause.Message, cause);
        }

        CloseUnlessPassing(code);
    }

    private void CloseUnlessPassing(string code)
    {
        // A lock or a full disk passes by itself; anything else may be the connection's.
        if (code is not (LedgerException.Busy or LedgerException.Full))
        {
            _ledger?.Dispose();
            _ledger = null;
        }
    }

    private void Count(LedgerOperation operation)
    {
        if (operation.Error is { } error)
        {
            _failures++;
            Volatile.Write(ref _failing, true);
            Volatile.Write(ref _lastFailure, new LedgerFailure(_time.GetUtcNow(), error.Code, error.Message));
        }
        else if (operation.Label is not null)
        {
            _labels++;
        }
        else if (operation.Settles)
        {
            _settled++;
        }
        else
        {
            _reserved++;
        }
    }
}
