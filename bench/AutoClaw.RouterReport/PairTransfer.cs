using AutoClaw.Core.Routing.Training;

namespace AutoClaw.RouterReport;

/// <summary>APGR on the zeroeval pool when the training was for one pair and the measurement is on another.</summary>
/// <param name="Measured">The pairs that the data hold, with what needs no router.</param>
/// <param name="Trained">A row for every trained pair, a figure for every measured one; null where there is no gap.</param>
internal sealed record PairTransfer(
    IReadOnlyList<(ModelPair Pair, double Length, double Oracle)> Measured, IReadOnlyList<(ModelPair Pair, double?[] Apgr)> Trained)
{
    /// <summary>Families and sizes apart: two vendors' best, one strong model over two weak ones, one weak model under two strong ones.</summary>
    private static readonly ModelPair[] Pairs =
    [
        new("gpt-4o-2024-08-06", "Meta-Llama-3.1-8B-Instruct"),
        new("claude-3-5-sonnet-20240620", "gemma-2-9b-it"),
        new("gemini-1.5-pro", "Meta-Llama-3.1-8B-Instruct"),
        new("gpt-4o-2024-08-06", "Meta-Llama-3.1-70B-Instruct"),
    ];

    /// <summary>Every cell is a training of its own; fewer folds keep a run within minutes and treat all cells alike.</summary>
    private const int Folds = 2;

    public static PairTransfer Measure(IReadOnlyList<TrainingRow> rows, TrainingOptions options, Action<string> progress)
    {
        var known = Pairs.Where(p => PairSelection.Problem(rows, p) is null).ToArray();
        var measured = new List<(ModelPair, double, double)>();
        var trained = new List<(ModelPair, double?[])>();
        foreach (var train in known.Append(options.Primary).Where(p => PairSelection.Problem(rows, p) is null))
        {
            var figures = new double?[known.Length];
            for (var i = 0; i < known.Length; i++)
            {
                progress($"pairs: trained for {train}, measured on {known[i]}");
                var scored = new CrossValidation(Grouping.Key, options with { Folds = Folds }, known[i], train).Run(rows);
                var outcomes = Evaluation.Run(scored.Rows, scored.Scores, null, resamples: 1, options.Seed)
                    .FirstOrDefault(s => s.Source == Evaluation.ZeroEval)?.Outcomes;
                figures[i] = outcomes?.Router?.Value.Apgr;
                if (train == known[0])
                {
                    measured.Add((known[i], outcomes?.Baselines?.Length.Value.Apgr ?? 0, outcomes?.Baselines?.Oracle.Value.Apgr ?? 0));
                }
            }

            trained.Add((train, figures));
        }

        return new PairTransfer(measured, trained);
    }

    public string Table()
    {
        string[] Row(string name, IEnumerable<double?> figures) => [name, .. figures.Select(f => Markdown.Figure(f))];
        return Measured.Count == 0
            ? "The data hold none of the pairs."
            : Markdown.Table(
                ["trained for", .. Measured.Select(m => $">{m.Pair}")],
                [
                    .. Trained.Select(t => Row(t.Pair.ToString(), t.Apgr)),
                    Row("*prompt length*", Measured.Select(m => (double?)m.Length)),
                    Row("*oracle*", Measured.Select(m => (double?)m.Oracle)),
                ]);
    }
}
