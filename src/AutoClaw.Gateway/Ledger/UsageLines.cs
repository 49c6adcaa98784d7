using System.Collections.Immutable;
using Microsoft.Data.Sqlite;

namespace AutoClaw.Gateway.Ledger;

/// <summary>A report's lines while roll-ups and entries are added up.</summary>
internal sealed class UsageLines
{
    private readonly SortedDictionary<(string Name, bool Simulated), UsageTotals> _lines = new(
        Comparer<(string Name, bool Simulated)>.Create((a, b) => string.CompareOrdinal(a.Name, b.Name) is not 0 and var order ? order : a.Simulated.CompareTo(b.Simulated)));

    /// <summary>Distinct requests of all lines together.</summary>
    public long Requests { get; set; }

    /// <summary>Distinct requests of all simulated lines together.</summary>
    public long SimulatedRequests { get; set; }

    public bool HasSimulated => _lines.Keys.Any(line => line.Simulated);

    public ImmutableArray<UsageRow> Rows => [.. _lines.Select(line => new UsageRow(line.Key.Name, line.Key.Simulated, line.Value.ToSums()))];

    public UsageSums Total => Sum(_lines, Requests);

    public UsageSums? Simulated => HasSimulated ? Sum(_lines.Where(line => line.Key.Simulated), SimulatedRequests) : null;

    /// <summary>Adds the measures that begin at column <paramref name="first"/> to a line.</summary>
    public void Add(string name, bool simulated, long requests, SqliteDataReader reader, int first)
    {
        if (!_lines.TryGetValue((name, simulated), out var line))
        {
            _lines.Add((name, simulated), line = new UsageTotals());
        }

        line.Requests += requests;
        line.Add(reader, first);
    }

    private static UsageSums Sum(IEnumerable<KeyValuePair<(string Name, bool Simulated), UsageTotals>> lines, long requests)
    {
        var total = new UsageTotals { Requests = requests };
        foreach (var line in lines)
        {
            total.Add(line.Value);
        }

        return total.ToSums();
    }
}
