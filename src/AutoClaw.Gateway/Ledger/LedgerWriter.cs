using AutoClaw.Core.Model;
using AutoClaw.Gateway.Options;
using Microsoft.Extensions.Logging;

namespace AutoClaw.Gateway.Ledger;

/// <summary>
/// The only writer of a ledger. Callers wait for a commit, not for their own: one thread takes whatever has gathered while the last
/// group was written, and commits it as the next. While entries cannot be written calls fail with a <see cref="LedgerException"/>, or
/// succeed where <see cref="LedgerOnFailure.Serve"/> says so; in both cases what was to be settled waits in memory, within bounds, and is
/// written as soon as that works again: on a fresh connection where that may help, and whether or not there are calls.
/// </summary>
internal sealed partial class LedgerWriter : IAsyncDisposable
{
    private readonly string _path;
    private readonly TimeProvider _time;
    private readonly LedgerWriterOptions _options;
    private readonly LedgerState _state;
    private readonly LedgerSpill _spill;
    private readonly ITimer _watch;
    private readonly LedgerQueue _queue = new();
    private readonly LedgerOperationPool _pool = new();
    private readonly LedgerGroupCommit _groupCommit;
    private readonly LedgerOperation[] _group;
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly WalSync? _sync;
    private LedgerLock? _lock;
    private SqliteLedger? _ledger;
    private long _began;
    private int _depth;
    private long _reserved;
    private long _settled;
    private long _labels;
    private long _groups;
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
        _state = new LedgerState(time);
        _spill = new LedgerSpill(options.MostWaiting, options.MostWaitingBytes, time);
        _sync = options.Fsync > TimeSpan.Zero ? new WalSync(path, options.Fsync, time, options.Synced) : null;
        var often = options.StallAfter / 4;
        _watch = time.CreateTimer(_ => Watch(), null, often, often);
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
    public long Failures => _state.Failures;

    /// <summary>Transactions committed since the start; <c>(Reserved + Settled) / Groups</c> is the mean group.</summary>
    public long Groups => Volatile.Read(ref _groups);

    /// <summary>Reservations that are committed and not settled: about the calls under way.</summary>
    public int OpenReservations => _groupCommit.OpenReservations;

    /// <summary>Reservations of a dead process that were settled as unknown when this writer opened.</summary>
    public int Recovered { get; }

    /// <summary>What the routes' aim controllers had learnt when the ledger was last closed.</summary>
    public IReadOnlyList<AimRow> Aims { get; }

    /// <summary>The last failure since the start; null if there was none.</summary>
    public LedgerFailure? LastFailure => _state.Last;

    /// <summary>The last write failed, or does not end, and none has succeeded since.</summary>
    public bool IsFailing => _state.IsFailing;

    /// <summary>Calls succeed all the same while <see cref="IsFailing"/>.</summary>
    public bool Serves => _options.Serves;

    /// <summary>Entries that wait in memory until they can be written.</summary>
    public int Waiting => _spill.Count;

    /// <summary>How long the oldest of them has waited.</summary>
    public TimeSpan OldestWaiting => _spill.OldestAge;

    /// <summary>Entries that no ledger will ever have, since the start.</summary>
    public long Unrecorded => _state.Unrecorded;

    /// <summary>Where failures are told; null before there is a log.</summary>
    public ILogger? Log
    {
        get => _state.Log;
        set => _state.Log = value;
    }

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
    public ValueTask ReserveAsync(Attempt attempt) => Enqueue(attempt, settles: false, null);

    /// <summary>
    /// Completes when the attempt's row is committed. Exactly once an attempt, also where it fails: what was not written is kept and written
    /// later. An attempt whose reservation failed can be settled all the same. The result must be awaited once.
    /// </summary>
    /// <exception cref="LedgerException">Not written yet.</exception>
    public ValueTask SettleAsync(Attempt attempt) => Enqueue(attempt, settles: true, null);

    /// <summary>
    /// From now on also writes down what <paramref name="aims"/> gives, asked on the writer's thread: after a group, at most every
    /// <see cref="LedgerWriterOptions.SaveAimsEvery"/>, and when it closes.
    /// </summary>
    public void KeepAims(Func<IReadOnlyList<AimRow>> aims) => Volatile.Write(ref _aims, aims);

    /// <summary>Completes when the label is committed; it replaces the same judge's earlier one. The result must be awaited once.</summary>
    /// <exception cref="LedgerException">Not written.</exception>
    public ValueTask LabelAsync(Label label) => Enqueue(null, settles: false, label);

    /// <summary>Writes what still waits, closes the file and frees the lock. Reservations that are open stay for the next start.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.AskToClose();
        try
        {
            await _stopped.Task.WaitAsync(_options.CloseWithin, _time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // A disk that does not answer would keep the process for ever. Its thread is none that does.
            _state.Lost(_spill.Count);
        }

        await _watch.DisposeAsync().ConfigureAwait(false);
    }

    private static SqliteLedger OpenFile(string path, LedgerWriterOptions options)
    {
        var ledger = SqliteLedger.Open(path, options.EffectiveBusyTimeout, everyCommit: options.Fsync == TimeSpan.Zero, options.Vfs);
        options.Opened?.Invoke(ledger);
        return ledger;
    }

    private bool IsStalled => Volatile.Read(ref _began) is not 0 and var began && _time.GetElapsedTime(began) >= _options.StallAfter;

    private ValueTask Enqueue(Attempt? attempt, bool settles, Label? label)
    {
        if (IsStalled || (_options.Serves && _state.IsFailing))
        {
            return Bypass(attempt, settles, label);
        }

        var operation = _pool.Rent();
        operation.Set(attempt, settles, label);
        var pending = operation.Pending;
        Interlocked.Increment(ref _depth);
        if (_queue.TryPush(operation))
        {
            return pending;
        }

        Interlocked.Decrement(ref _depth);
        return ValueTask.FromException(ClosedError());
    }

    // Nobody waits for a disk that does not answer, nor for one that is known to fail where calls are served all the same.
    private ValueTask Bypass(Attempt? attempt, bool settles, Label? label)
    {
        if (settles || label is not null)
        {
            Keep(attempt, label);
        }

        if (_options.Serves)
        {
            return ValueTask.CompletedTask;
        }

        var error = StallError();
        _state.Failed(error.Code, error.Message);
        return ValueTask.FromException(error);
    }

    private void Keep(Attempt? attempt, Label? label)
    {
        if (_stopped.Task.IsCompleted || !_spill.TryAdd(attempt, label))
        {
            _state.Lost(1);
        }
    }

    private LedgerException StallError() => new(LedgerException.Stalled, $"The disk of the ledger {_path} does not answer.");

    // The thread that writes can't look at the clock while the disk has it.
    private void Watch()
    {
        if (!IsStalled)
        {
            return;
        }

        var error = StallError();
        _state.Failed(error.Code, error.Message, entries: 0);
        if (_pool.AbandonAll(_options.Serves ? null : error) is > 0 and var entries)
        {
            _state.Failed(error.Code, error.Message, entries);
        }

        // It may have come back in between: then it has to find out that it works.
        _queue.Call();
    }
}
