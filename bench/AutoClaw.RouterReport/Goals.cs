using AutoClaw.Core.Routing.Training;

namespace AutoClaw.RouterReport;

/// <summary>The targets that the router was built to, each with its figure.</summary>
internal static class Goals
{
    private const string MtBench = "routellm_mtbench";
    private const double LargestFile = 8 * 1024 * 1024;

    public static IReadOnlyList<Goal> Of(Measurements m)
    {
        var below = m.BySource.BelowLength();
        var notBetter = m.Verify.NotBetter();
        return
        [
            Goal.AtLeast("APGR, `routellm_mmlu`, new questions", 0.70, m.ByKey.Apgr("routellm_mmlu")),
            Goal.AtLeast("APGR, `routellm_mmlu`, new subjects", 0.63, m.ByDomain.Apgr("routellm_mmlu")),
            Goal.AtLeast("APGR, `routellm_gsm8k`, new questions", 0.66, m.ByKey.Apgr("routellm_gsm8k")),
            Goal.AtLeast("APGR, `mmlu_pro`, new questions", 0.60, m.ByKey.Apgr("mmlu_pro")),
            Goal.AtLeast("APGR, `mmlu_pro`, new subjects", 0.53, m.ByDomain.Apgr("mmlu_pro")),
            Goal.AtLeast("APGR, `zeroeval` pool, new questions", 0.68, m.ByKey.Apgr(Evaluation.ZeroEval)),
            Goal.AtLeast("APGR, `pooled`, new collections", 0.56, m.BySource.Apgr(Evaluation.Pooled)),
            new Goal(
                "new collections: never below prompt length",
                "none below",
                below.Count == 0 ? "none below" : string.Join(", ", below.Select(s => $"`{s}`")),
                m.BySource.Sources.Any(s => s.Outcomes?.Router is not null) ? below.Count == 0 : null),
            Goal.AtLeast($"APGR, `{MtBench}`, shipped model", 0.68, m.MtBench.Apgr(MtBench)),
            Goal.ShareAtMost("cloud share for 99% of the cloud's quality, `zeroeval_gsm`, verify-after", 0.22, m.Verify.Share99("zeroeval_gsm", VerifyAfter.Checked)),
            Goal.ShareAtMost("cloud share for 99% of the cloud's quality, `mmlu_pro`, verify-after", 0.52, m.Verify.Share99("mmlu_pro", VerifyAfter.Checked)),
            new Goal(
                "cloud shares of 20 to 70% at which verify-after is no better than the prompt alone, pooled",
                "none",
                notBetter is null ? "" : notBetter.Count == 0 ? "none" : string.Join(", ", notBetter.Select(s => Markdown.Figure(s))),
                notBetter is null ? null : notBetter.Count == 0),
            Goal.AtLeast($"APGR after tuning to {Tuning.Many} labels, mean of the draws", 0.61, m.Tuning.Mean(Tuning.Many)),
            TunedToFew(m.Tuning),
            Goal.AtMost("median decision at 2 KB", 60, m.Decision.MedianMicros, "us"),
            Goal.AtMost("allocated by a decision", 0, m.Decision.AllocatedBytes, "B"),
            Goal.AtMost("model file", LargestFile, m.ModelBytes, "B"),
        ];
    }

    /// <summary>Either enough, or an honest no: a fit that was not promoted replaces nothing.</summary>
    private static Goal TunedToFew(Tuning tuning)
    {
        const double Wanted = 0.57;
        var mean = tuning.Mean(Tuning.Few);
        var promoted = tuning.Promoted(Tuning.Few);
        return Goal.AtLeast($"APGR after tuning to {Tuning.Few} labels, mean of the draws; or none of the fits promoted", Wanted, mean) with
        {
            Measured = mean is null ? "" : $"{Markdown.Figure(mean)}, {promoted} promoted",
            Met = mean is null ? null : mean >= Wanted || promoted == 0,
        };
    }
}
