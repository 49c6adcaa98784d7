using System.Globalization;

namespace AutoClaw.RouterReport;

/// <summary>The generated parts of the page, by the names of their places.</summary>
internal static class Parts
{
    public static IReadOnlyList<string> Names { get; } =
        ["targets", "key", "domain", "source", "plots", "shipped", "mtbench", "transfer", "verify", "tuning", "lengths", "decision", "data"];

    public static Dictionary<string, string> Of(Measurements m, string data, IReadOnlyList<string> plots) => new(StringComparer.Ordinal)
    {
        ["targets"] = Goal.Table(Goals.Of(m)),
        ["key"] = m.ByKey.Table(),
        ["domain"] = m.ByDomain.Table(),
        ["source"] = m.BySource.Table(),
        ["plots"] = string.Join('\n', plots),
        ["shipped"] = $"{m.HeldOut.Table()}\n{Shares(m.HeldOut)}",
        ["mtbench"] = $"{m.MtBench.Table()}\nQuestions of it that the training rows have as well: {m.MtBenchInTraining}.",
        ["transfer"] = m.Transfer.Table(),
        ["verify"] = m.Verify.Table(),
        ["tuning"] = m.Tuning.Table(),
        ["lengths"] = m.Lengths.Table(),
        ["decision"] = string.Create(CultureInfo.InvariantCulture, $"{m.Decision.Text()} The model file has {m.ModelBytes:#,0} bytes."),
        ["data"] = data,
    };

    private static string Shares(Protocol shipped)
    {
        var labelled = shipped.Sources.Where(s => s.Outcomes is null && s.CloudShareAtDefault is not null).ToArray();
        return labelled.Length == 0 ? "" : Markdown.Table(
            ["rows without outcomes", ">rows", ">cloud share at the default threshold"],
            labelled.Select(s => new[] { $"`{s.Source}`", Markdown.Count(s.Rows), Markdown.Figure(s.CloudShareAtDefault) }));
    }
}
