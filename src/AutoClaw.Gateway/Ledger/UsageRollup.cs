using System.Text;
using SQLitePCL;

namespace AutoClaw.Gateway.Ledger;

/// <summary>
/// Keeps <c>usage_sum</c>: adds entries in the order of their ids, some at a time, each exactly once. Used by the writer thread alone, on
/// its connection. An entry with an id that is behind already is noted in <c>usage_late</c> in the transaction that writes it.
/// </summary>
internal sealed class UsageRollup : IDisposable
{
    // Values before the measures in a row of PieceSql.
    private const int Measures = 11;

    // Names come from the configuration; keys come and go. Beyond so many, they are learnt anew.
    private const int MostNames = 10_000;

    private static readonly string PieceColumns =
        "id, received_at, number, role = 'answer', request_id, route, engine, model, place, coalesce(key_id, '(none)'), simulated, "
        + string.Join(", ", [.. UsageMeasures.Counts.Select(count => count.Sql), .. UsageMeasures.Amounts.Select(amount => amount.Sql)]);

    private static readonly string[] SumColumns =
        ["hours", "begins", "route", "engine", "model", "place", "key", "simulated", .. UsageSum.RequestColumns, .. UsageMeasures.Columns];

    private readonly SqliteQuery _state;
    private readonly SqliteQuery _next;
    private readonly SqliteQuery _late;
    private readonly SqliteQuery _siblings;
    private readonly SqliteStatement _noteLate;
    private readonly SqliteStatement _forgetLate;
    private readonly SqliteStatement _add;
    private readonly SqliteStatement _move;
    private readonly Dictionary<UsageKey, UsageSum> _sums = [];
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private long _fromAt;

    public UsageRollup(sqlite3 db)
    {
        _state = new SqliteQuery(db, "SELECT through, from_at FROM usage_rolled");
        _next = new SqliteQuery(db, $"SELECT {PieceColumns} FROM attempt NOT INDEXED WHERE id > ? ORDER BY id LIMIT ?");
        _late = new SqliteQuery(db, $"SELECT {PieceColumns} FROM usage_late CROSS JOIN attempt USING (id) ORDER BY id LIMIT ?");
        _siblings = new SqliteQuery(
            db,
            """
            SELECT route, engine, model, place, coalesce(key_id, '(none)'), simulated FROM attempt INDEXED BY attempt_received
            WHERE received_at = ?1 AND request_id = ?2 AND role = 'answer' AND id <= ?3 AND id <> ?4 AND (id < ?4 OR id NOT IN (SELECT id FROM usage_late))
            """);
        _noteLate = new SqliteStatement(db, "INSERT INTO usage_late (id) VALUES (?)");
        _forgetLate = new SqliteStatement(db, "DELETE FROM usage_late WHERE id <= ?");
        _move = new SqliteStatement(db, "UPDATE usage_rolled SET through = ?");
        _add = new SqliteStatement(
            db,
            $"""
            INSERT INTO usage_sum ({string.Join(", ", SumColumns)}) VALUES ({string.Join(", ", SumColumns.Select(_ => "?"))})
            ON CONFLICT DO UPDATE SET {string.Join(", ", SumColumns.Skip(8).Select(column => $"{column} = coalesce({column} + excluded.{column}, {column}, excluded.{column})"))}
            """);
        ReadState();
    }

    /// <summary>The highest id that is rolled up.</summary>
    public long Through { get; private set; }

    /// <summary>An entry was written in the transaction under way.</summary>
    public void Written(long id)
    {
        if (id <= Through)
        {
            _noteLate.Bind(id);
            _noteLate.RunOrThrow();
        }
    }

    /// <summary>Rolls up the next entries in the transaction under way; call <see cref="Forget"/> if that is not committed.</summary>
    /// <returns>How many; fewer than <paramref name="most"/> where none is left.</returns>
    public int Step(int most)
    {
        // Prune, in another process, may have moved it.
        ReadState();
        _late.Bind(1, most);
        var (count, last) = Read(_late, late: true);
        if (count > 0)
        {
            _forgetLate.Bind(last);
            _forgetLate.RunOrThrow();
        }

        if (count < most)
        {
            _next.Bind(1, Through);
            _next.Bind(2, most - count);
            var (more, through) = Read(_next, late: false);
            count += more;
            if (more > 0)
            {
                _move.Bind(through);
                _move.RunOrThrow();
                Through = through;
            }
        }

        Write();
        return count;
    }

    /// <summary>The last step was not committed.</summary>
    /// <param name="through">What <see cref="Through"/> was before it.</param>
    public void Forget(long through)
    {
        Through = through;
        _sums.Clear();
    }

    public void Dispose()
    {
        _state.Dispose();
        _next.Dispose();
        _late.Dispose();
        _siblings.Dispose();
        _noteLate.Dispose();
        _forgetLate.Dispose();
        _add.Dispose();
        _move.Dispose();
    }

    private void ReadState()
    {
        _state.Next();
        (Through, _fromAt) = (_state.Long(0), _state.Long(1));
        _state.Reset();
    }

    private (int Count, long Last) Read(SqliteQuery rows, bool late)
    {
        var (count, last) = (0, 0L);
        try
        {
            for (; rows.Next(); count++)
            {
                last = rows.Long(0);
                if (rows.Long(1) >= _fromAt)
                {
                    Add(rows, late);
                }
            }
        }
        finally
        {
            rows.Reset();
        }

        return (count, last);
    }

    private void Add(SqliteQuery row, bool late)
    {
        var key = new UsageKey(row.Long(1) / UsageWindow.Hour, Name(row, 5), Name(row, 6), Name(row, 7), row.Long(8), Name(row, 9), row.Long(10) != 0);
        if (!_sums.TryGetValue(key, out var sum))
        {
            _sums.Add(key, sum = new UsageSum());
        }

        sum.Add(row, Measures);
        if (row.Long(3) != 0)
        {
            // The first try has the lowest id of its request, so it is the first to be counted, unless it came late.
            sum.AddRequest(late || row.Long(2) > 1 ? Seen(row, key, late) : 0);
        }
    }

    /// <summary>Where other tries of the request are counted already: bits in the order of <see cref="UsageSum.RequestColumns"/>.</summary>
    private int Seen(SqliteQuery row, UsageKey key, bool late)
    {
        _siblings.Bind(1, row.Long(1));
        _siblings.Bind(2, row.Utf8(4));
        _siblings.Bind(3, late ? Through : row.Long(0));
        _siblings.Bind(4, row.Long(0));
        var seen = 0;
        try
        {
            while (_siblings.Next())
            {
                seen |= 1;
                if (_siblings.Long(5) != 0 == key.Simulated)
                {
                    seen |= 0b10
                        | (Name(_siblings, 0) == key.Route ? 1 << 2 : 0)
                        | (Name(_siblings, 1) == key.Engine ? 1 << 3 : 0)
                        | (Name(_siblings, 2) == key.Model ? 1 << 4 : 0)
                        | (_siblings.Long(3) == key.Place ? 1 << 5 : 0)
                        | (Name(_siblings, 4) == key.Key ? 1 << 6 : 0);
                }
            }
        }
        finally
        {
            _siblings.Reset();
        }

        return seen;
    }

    private void Write()
    {
        foreach (var (key, sum) in _sums)
        {
            Write(1, key.Hour, key, sum);
            Write(24, key.Hour / 24 * 24, key, sum);
        }

        _sums.Clear();
    }

    private void Write(long hours, long begins, UsageKey key, UsageSum sum)
    {
        _add.Bind(hours);
        _add.Bind(begins);
        _add.Bind(key.Route);
        _add.Bind(key.Engine);
        _add.Bind(key.Model);
        _add.Bind(key.Place);
        _add.Bind(key.Key);
        _add.Bind(key.Simulated);
        sum.Bind(_add);
        _add.RunOrThrow();
    }

    /// <summary>The text, one string for all rows that have it.</summary>
    private string Name(SqliteQuery row, int column)
    {
        var utf8 = row.Utf8(column);
        if (utf8.Length > 256)
        {
            return Encoding.UTF8.GetString(utf8);
        }

        Span<char> chars = stackalloc char[utf8.Length];
        var text = chars[..Encoding.UTF8.GetChars(utf8, chars)];
        var known = _names.GetAlternateLookup<ReadOnlySpan<char>>();
        if (known.TryGetValue(text, out var name))
        {
            return name;
        }

        if (_names.Count >= MostNames)
        {
            _names.Clear();
        }

        name = text.ToString();
        _names.Add(name);
        return name;
    }
}
