namespace AutoClaw.Core.Benchmark.Report;

/// <summary>What changed from one run to another.</summary>
public static class ReportChanges
{
    /// <summary>Every figure that both runs have, by engine. Runs see different moments, so that prompts can't be paired: only intervals that lie apart tell a change.</summary>
    public static IEnumerable<ReportChange> Between(BenchReport before, BenchReport after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        foreach (var engine in before.Engines.Select(static e => e.Facts.Name).Where(name => after.Engines.Any(e => e.Facts.Name == name)))
        {
            foreach (var row in before.Rows)
            {
                if (after.Rows.FirstOrDefault(r => r.Key == row.Key) is { } other
                    && row.Cells.FirstOrDefault(c => c.Engine == engine)?.Value is { } a
                    && other.Cells.FirstOrDefault(c => c.Engine == engine)?.Value is { } b)
                {
                    var changed = a.High < b.Low || b.High < a.Low;
                    yield return new ReportChange(engine, row.Key, row.Title, row.Unit, a, b, changed, changed && a.Estimate != 0 ? b.Estimate / a.Estimate : null);
                }
            }
        }
    }
}
