using AutoClaw.Core.Routing.Training;

namespace AutoClaw.RouterReport;

/// <summary>One way of measuring, with what came out.</summary>
/// <param name="Name">What the plots call its line.</param>
/// <param name="Sources">By name, then the pools.</param>
/// <param name="Curves">Of the same sources and pools, those with outcomes.</param>
internal sealed record Protocol(string Name, IReadOnlyList<SourceEvaluation> Sources, IReadOnlyList<QualityCurves> Curves)
{
    private const int Steps = 100;

    public static Protocol Measure(string name, ScoredRows scored, double? threshold, ReportOptions options) => new(
        name,
        Evaluation.Run(scored.Rows, scored.Scores, threshold, options.Resamples, options.Seed),
        Evaluation.Curves(scored.Rows, scored.Scores, Steps));

    /// <summary>A source's APGR in the router's order; null where there is none.</summary>
    public double? Apgr(string source) => Sources.FirstOrDefault(s => s.Source == source)?.Outcomes?.Router?.Value.Apgr;

    /// <summary>Sources and pools whose order by prompt length is better than the router's.</summary>
    public IReadOnlyList<string> BelowLength() =>
    [
        .. Sources.Where(s => s.Outcomes is { Router: { } router, Baselines: { } baselines } && router.Value.Apgr < baselines.Length.Value.Apgr)
            .Select(s => s.Source),
    ];

    public string Table() => Markdown.Table(
        ["source", ">rows", ">weak / strong quality", ">APGR", ">random", ">length", ">oracle", ">CPT(50%)", ">CPT(80%)", ">cloud share for 95%", ">for 98%"],
        Shown().Select(Row));

    /// <summary>A pool of one source says nothing that the source does not.</summary>
    private IEnumerable<SourceEvaluation> Shown()
    {
        var shown = Sources.Where(s => s.Outcomes is not null).ToArray();
        return shown.Length == 2 ? shown.Where(s => s.Source != Evaluation.Pooled) : shown;
    }

    private static string[] Row(SourceEvaluation source)
    {
        string[] head = [$"`{source.Source}`", Markdown.Count(source.Rows), $"{Markdown.Figure(source.Outcomes!.WeakQuality)} / {Markdown.Figure(source.Outcomes.StrongQuality)}"];
        if (source.Outcomes is not { Router: { } router, Baselines: { } baselines })
        {
            return [.. head, "no gap", "", "", "", "", "", "", ""];
        }

        var value = router.Value;
        return
        [
            .. head,
            $"{Markdown.Figure(value.Apgr)} ({Markdown.Figure(router.Low.Apgr)}-{Markdown.Figure(router.High.Apgr)})",
            Markdown.Figure(baselines.Random.Value.Apgr), Markdown.Figure(baselines.Length.Value.Apgr), Markdown.Figure(baselines.Oracle.Value.Apgr),
            Markdown.Figure(value.Cpt50), Markdown.Figure(value.Cpt80), Markdown.Figure(value.Share95), Markdown.Figure(value.Share98),
        ];
    }
}
