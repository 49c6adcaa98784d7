namespace AutoClaw.Gateway.Ledger;

/// <summary>
/// Writes one group of entries in one transaction and keeps track of which reservations are open. Used by the writer thread alone.
/// A settlement is one row in <c>attempt</c>; the reservations of a group are one row together, gone when the last of them is settled,
/// so that reserving costs next to nothing. A reservation that is settled within its own group is never written.
/// </summary>
internal sealed class LedgerGroupCommit(int maxGroup, long nextId)
{
    private readonly ReservationCodec _codec = new();
    private readonly List<ReservationGroup> _groups = [];
    private readonly List<ReservationGroup> _touched = [];
    private readonly bool[] _settledHere = new bool[maxGroup];
    private long _nextId = nextId;

    /// <summary>Reservations that are committed and not settled.</summary>
    public int OpenReservations { get; private set; }

    /// <summary>The highest id that an entry was given.</summary>
    public long LastId => _nextId - 1;

    /// <summary>Writes all of it or nothing; an entry that is wrong by itself gets its <see cref="LedgerOperation.Error"/> and stays out.</summary>
    /// <exception cref="LedgerException">Nothing was written.</exception>
    public void Commit(SqliteLedger ledger, ReadOnlySpan<LedgerOperation> operations)
    {
        var first = _nextId;
        AssignIds(operations);
        ledger.Begin();
        try
        {
            InsertSettled(ledger, operations, first);
            var open = InsertReserved(ledger, operations, first);
            InsertLabels(ledger, operations);
            ledger.Commit();
            Keep(first, open);
        }
        catch
        {
            ledger.Rollback();
            Forget();
            throw;
        }
    }

    private void AssignIds(ReadOnlySpan<LedgerOperation> operations)
    {
        foreach (var operation in operations)
        {
            if (operation.Attempt is not { } attempt)
            {
                continue;
            }

            if (attempt.Reservation is { LedgerId: not 0 } reserved)
            {
                attempt.LedgerId = reserved.LedgerId;
            }

            if (!operation.Settles && FindGroup(attempt.LedgerId) is not null)
            {
                operation.Error = new LedgerException(LedgerException.Duplicate, $"Attempt {attempt.Number} of {attempt.RequestId} is already reserved.");
            }
            else if (!operation.Settles || attempt.LedgerId == 0)
            {
                attempt.LedgerId = _nextId++;
            }
        }
    }

    private void InsertSettled(SqliteLedger ledger, ReadOnlySpan<LedgerOperation> operations, long first)
    {
        Array.Clear(_settledHere);
        foreach (var operation in operations)
        {
            if (!operation.Settles)
            {
                continue;
            }

            var id = operation.Attempt!.LedgerId;
            operation.Error = ledger.Insert(id, operation.Attempt);
            if (operation.Error is not null)
            {
                continue;
            }

            if (id >= first)
            {
                _settledHere[id - first] = true;
            }
            else if (FindGroup(id) is { } group)
            {
                CloseOne(ledger, group);
            }
        }
    }

    private void CloseOne(SqliteLedger ledger, ReservationGroup group)
    {
        if (group.Settling++ == 0)
        {
            _touched.Add(group);
        }

        if (group.Settling == group.Open)
        {
            ledger.DeleteReservations(group.First);
        }
    }

    private int InsertReserved(SqliteLedger ledger, ReadOnlySpan<LedgerOperation> operations, long first)
    {
        var open = 0;
        _codec.Start();
        foreach (var operation in operations)
        {
            if (!operation.Settles && operation.Error is null && operation.Attempt?.LedgerId is { } id && !_settledHere[id - first])
            {
                _codec.Add(id, operation.Attempt);
                open++;
            }
        }

        if (open > 0)
        {
            ledger.InsertReservations(first, _codec.Written);
        }

        return open;
    }

    private static void InsertLabels(SqliteLedger ledger, ReadOnlySpan<LedgerOperation> operations)
    {
        foreach (var operation in operations)
        {
            if (operation.Label is { } label)
            {
                operation.Error = ledger.Insert(label);
            }
        }
    }

    private void Keep(long first, int open)
    {
        foreach (var group in _touched)
        {
            OpenReservations -= group.Settling;
            group.Open -= group.Settling;
            group.Settling = 0;
            if (group.Open == 0)
            {
                _groups.Remove(group);
            }
        }

        _touched.Clear();
        OpenReservations += open;
        if (open > 0)
        {
            _groups.Add(new ReservationGroup(first, _nextId - 1, open));
        }
    }

    private void Forget()
    {
        foreach (var group in _touched)
        {
            group.Settling = 0;
        }

        _touched.Clear();
    }

    /// <summary>Groups are ascending and do not overlap; a gap between two belongs to settled ones.</summary>
    private ReservationGroup? FindGroup(long id)
    {
        var low = 0;
        var high = _groups.Count - 1;
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var group = _groups[middle];
            if (id < group.First)
            {
                high = middle - 1;
            }
            else if (id > group.Last)
            {
                low = middle + 1;
            }
            else
            {
                return group;
            }
        }

        return null;
    }
}
