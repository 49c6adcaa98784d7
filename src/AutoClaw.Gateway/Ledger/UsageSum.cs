namespace AutoClaw.Gateway.Ledger;

/// <summary>Sums of one <see cref="UsageKey"/> for <c>usage_sum</c>.</summary>
internal sealed class UsageSum
{
    /// <summary>In the order of <see cref="RequestColumns"/>: requests that no other entry there has counted.</summary>
    public static readonly string[] RequestColumns =
        ["requests", "requests_alike", "requests_route", "requests_engine", "requests_model", "requests_place", "requests_key"];

    private readonly long[] _counts = new long[UsageMeasures.Counts.Length];
    private readonly long?[] _halves = new long?[UsageMeasures.Amounts.Length * 2];
    private readonly long[] _requests = new long[RequestColumns.Length];

    /// <summary>Adds the measures that begin at <paramref name="column"/> of the row.</summary>
    public void Add(SqliteQuery row, int column)
    {
        for (var i = 0; i < _counts.Length; i++)
        {
            _counts[i] += row.Long(column++);
        }

        for (var i = 0; i < _halves.Length; i += 2)
        {
            if (!row.IsNull(column))
            {
                var value = row.Long(column);
                _halves[i] = (_halves[i] ?? 0) + (value >> 30);
                _halves[i + 1] = (_halves[i + 1] ?? 0) + (value & 0x3fffffff);
            }

            column++;
        }
    }

    /// <summary>Counts the row's request wherever no entry before it did.</summary>
    /// <param name="seen">A bit for each of <see cref="RequestColumns"/> under which it is counted already.</param>
    public void AddRequest(int seen)
    {
        for (var i = 0; i < _requests.Length; i++)
        {
            _requests[i] += (seen >> i & 1) ^ 1;
        }
    }

    public void Bind(SqliteStatement upsert)
    {
        foreach (var count in _requests)
        {
            upsert.Bind(count);
        }

        foreach (var count in _counts)
        {
            upsert.Bind(count);
        }

        foreach (var half in _halves)
        {
            upsert.Bind(half);
        }
    }
}
