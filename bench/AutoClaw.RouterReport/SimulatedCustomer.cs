using AutoClaw.Core.Routing;
using AutoClaw.Core.Routing.Training;
using AutoClaw.Core.Routing.Tuning;

namespace AutoClaw.RouterReport;

/// <summary>
/// A customer whose traffic is MMLU and whose running model saw none of it: trained on the other sources, without MMLU's other file and
/// without any row of a question that MMLU has.
/// </summary>
internal sealed class SimulatedCustomer
{
    private const string Traffic = "routellm_mmlu";
    private const string SameSubjects = "zeroeval_mmlu_redux";

    private readonly TuningRow[][] _questions;
    private readonly RouterModel _running;
    private readonly int _seed;

    private SimulatedCustomer(TuningRow[][] questions, RouterModel running, int seed)
    {
        _questions = questions;
        _running = running;
        _seed = seed;
    }

    /// <summary>Null where the data hold fewer rows of the traffic than twice the labels that are asked for.</summary>
    public static SimulatedCustomer? Create(IReadOnlyList<TrainingRow> rows, TrainingOptions options, int labels)
    {
        var traffic = rows.Where(r => r.Source == Traffic).ToArray();
        if (traffic.Length < 2 * labels)
        {
            return null;
        }

        var keys = traffic.Select(r => r.Key).ToHashSet(StringComparer.Ordinal);
        var others = rows.Where(r => r.Source != SameSubjects && !keys.Contains(r.Key)).ToArray();
        var questions = traffic.GroupBy(r => r.Key, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => g.Select(Label).ToArray());
        return new SimulatedCustomer([.. questions], new RouterTrainer(new Dataset(others), options).Train(), options.Seed);
    }

    /// <summary>Labels drawn at random by question, the fit to them measured on all questions that were not drawn.</summary>
    public TuningDraw Draw(int labels, int draw)
    {
        var order = Enumerable.Range(0, _questions.Length).ToArray();
        new Random(_seed + draw).Shuffle(order);
        var drawn = new List<TuningRow>();
        var at = 0;
        for (; drawn.Count < labels; at++)
        {
            drawn.AddRange(_questions[order[at]]);
        }

        var heldOut = order[at..].SelectMany(q => _questions[q]).ToArray();
        var options = new TuningOptions { Seed = _seed };
        var heads = new TunedHeads(_running, drawn, keep: 0, options);
        heads.Fit();
        var verdict = new Tuner(_running, drawn, options).Run().Verdict;
        return new TuningDraw(
            labels,
            Apgr(heldOut, r => RunningScores.Of(_running, r.Features)),
            Apgr(heldOut, r => heads.Score(r.Features)),
            Apgr(heldOut, r => r.Features.TextBytes),
            verdict.Promoted);
    }

    private static double? Apgr(TuningRow[] rows, Func<TuningRow, float> score) => PairCurve.Of(rows, [.. rows.Select(score)]).Measure()?.Apgr;

    private static TuningRow Label(TrainingRow row) => new()
    {
        Key = row.Key,
        Features = PromptFeatures.Of(new RouterInput { Text = row.Prompt.Span, Turns = 1, ConversationBytes = row.Prompt.Length }),
        LocalScore = (float?)row.WeakScore,
        CloudScore = (float?)row.StrongScore,
        Domain = row.Domain,
    };
}
