using AutoClaw.Core.Model;
using Microsoft.Data.Sqlite;

namespace AutoClaw.Gateway.Ledger;

/// <summary>The columns of <see cref="UsageMeasures"/> while they are added up, and the requests.</summary>
internal sealed class UsageTotals
{
    private readonly long?[] _values = new long?[UsageMeasures.Columns.Length];

    public long Requests { get; set; }

    /// <summary>Adds the columns that begin at <paramref name="first"/>.</summary>
    public void Add(SqliteDataReader reader, int first)
    {
        for (var i = 0; i < _values.Length; i++)
        {
            if (!reader.IsDBNull(first + i))
            {
                _values[i] = (_values[i] ?? 0) + reader.GetInt64(first + i);
            }
        }
    }

    /// <summary>Adds all but the requests: one may be in several sets.</summary>
    public void Add(UsageTotals other)
    {
        for (var i = 0; i < _values.Length; i++)
        {
            if (other._values[i] is { } value)
            {
                _values[i] = (_values[i] ?? 0) + value;
            }
        }
    }

    public UsageSums ToSums() => new()
    {
        Requests = Requests,
        Attempts = Count(0),
        Failures = Count(1),
        Cancelled = Count(2),
        Unknown = Count(3),
        Estimated = Count(4),
        Unpriced = Count(5),
        InputTokens = Amount(0) ?? 0,
        CachedTokens = Amount(1) ?? 0,
        OutputTokens = Amount(2) ?? 0,
        ReasoningTokens = Amount(3) ?? 0,
        CostUsd = Amount(4) / Money.PerDollar,
        AllCloudUsd = Amount(5) / Money.PerDollar,
        SavedUsd = Amount(6) / Money.PerDollar,
        LocalEstimateUsd = Amount(7) / Money.PerDollar,
        LocalMeasuredUsd = Amount(8) / Money.PerDollar,
        SavedIsPartial = Count(5) > 0 || Count(6) > 0,
    };

    private long Count(int count) => _values[count] ?? 0;

    private decimal? Amount(int amount)
    {
        var at = UsageMeasures.Counts.Length + (2 * amount);
        return _values[at] is { } high ? ((decimal)high * (1L << 30)) + _values[at + 1]!.Value : null;
    }
}
