using AutoClaw.Core.Routing;
using AutoClaw.Core.Routing.Training;
using AutoClaw.Core.Routing.Tuning;

namespace AutoClaw.Tests.Routing.Tuning;

/// <summary>
/// A customer whose traffic is MMLU, and a router model that saw no question of it: trained on the other sources, without any row whose
/// question is among MMLU's. The intents, which teach nothing about exams, are thinned out to keep the tests quick.
/// </summary>
public sealed class Customer
{
    private readonly TuningRow[][] _questions = [];

    public Customer()
    {
        if (!Directory.Exists(Folder))
        {
            return;
        }

        var traffic = TuningData.Read([Path.Combine(Folder, "mmlu.jsonl")]);
        _questions = [.. traffic.Rows.GroupBy(r => r.Key, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => g.ToArray())];
        var keys = traffic.Rows.Select(r => r.Key).ToHashSet(StringComparer.Ordinal);
        var other = Dataset.Read([Folder]).Rows.Where((r, i) =>
            !keys.Contains(r.Key) && r.Source != "zeroeval_mmlu_redux" && (r.Source is not ("clinc150" or "banking77") || i % 10 == 0)).ToArray();
        Base = new RouterTrainer(new Dataset(other), new TrainingOptions { Fits = 1, Folds = 2 }).Train();
    }

    /// <summary>Null where the shared data are absent.</summary>
    public RouterModel? Base { get; }

    public static string Folder { get; } = Path.Combine(SharedFolder(), "router-data", "train");

    /// <summary>At least so many labels of whole questions, drawn at random, and all rows of the questions that are left.</summary>
    public (TuningRow[] Labels, TuningRow[] HeldOut) Draw(int labels, int seed)
    {
        var order = Enumerable.Range(0, _questions.Length).ToArray();
        new Random(seed).Shuffle(order);
        var drawn = new List<TuningRow>();
        var at = 0;
        for (; drawn.Count < labels; at++)
        {
            drawn.AddRange(_questions[order[at]]);
        }

        return (drawn.ToArray(), order[at..].SelectMany(q => _questions[q]).ToArray());
    }

    public static double Apgr(RouterModel model, TuningRow[] rows) =>
        PairCurve.Of(rows, rows.Select(r => RunningScores.Of(model, r.Features)).ToArray()).Measure()!.Apgr;

    private static string SharedFolder()
    {
        if (Environment.GetEnvironmentVariable("AUTOCLAW_SHARED") is { Length: > 0 } named)
        {
            return named;
        }

        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "AutoClaw.slnx")))
        {
            folder = folder.Parent;
        }

        return folder is null ? "shared" : Path.Combine(folder.FullName, "..", "shared");
    }
}
