using System.Collections.Immutable;

namespace AutoClaw.Core.Advisor.Recommendations;

/// <summary>Which of the admitted architectures a priority asks for.</summary>
internal static class Ranking
{
    /// <summary>Qualities this near to the best count as good.</summary>
    public const double SameQuality = 0.005;

    /// <summary>First answers this much later than the soonest count as soon.</summary>
    public const double SameWait = 0.1;

    /// <summary>Null where none is admitted.</summary>
    public static Candidate? Best(Priority priority, ImmutableArray<Candidate> candidates)
    {
        var admitted = candidates.Where(candidate => candidate.Admitted).ToList();
        if (admitted.Count == 0)
        {
            return null;
        }

        switch (priority)
        {
            case Priority.DataPrivacy:
                return admitted.OrderBy(candidate => candidate.LeavingShare).ThenBy(candidate => candidate.MonthlyUsd).First();
            case Priority.FastestToMarket:
                return admitted.OrderBy(candidate => candidate.SetupDays).ThenByDescending(candidate => candidate.Quality).ThenBy(candidate => candidate.MonthlyUsd).First();
            case Priority.BestReasoning:
                var best = admitted.Max(candidate => candidate.Quality);
                return Cheapest(admitted.Where(candidate => candidate.Quality >= best - SameQuality));
            case Priority.RealTime:
                var soonest = admitted.Min(candidate => candidate.FirstAnswerMs);
                return Cheapest(admitted.Where(candidate => candidate.FirstAnswerMs <= soonest * (1 + SameWait)));
            default:
                return Cheapest(admitted);
        }
    }

    /// <summary>What the inputs lead to; null where nothing is admitted.</summary>
    public static Architecture? Winner(AdvisorInputs inputs) => Best(inputs.Priority, Admission.Of(inputs))?.Architecture;

    private static Candidate Cheapest(IEnumerable<Candidate> candidates) =>
        candidates.OrderBy(candidate => candidate.MonthlyUsd).ThenByDescending(candidate => candidate.Quality).First();
}
