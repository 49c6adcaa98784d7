using System.Collections.Immutable;
using AutoClaw.Core.Advisor.BreakEvens;
using AutoClaw.Core.Advisor.Cost;
using AutoClaw.Core.Advisor.Recommendations;
using AutoClaw.Core.Advisor.Uncertainties;
using AutoClaw.Core.Advisor.Uptimes;

namespace AutoClaw.Core.Advisor;

/// <summary>Advises where to run: hard constraints first, then what the priority asks for. Pure; docs/advisor.md has the formulas.</summary>
public static class Advisor
{
    private static readonly Architecture[] Architectures = Enum.GetValues<Architecture>();

    /// <exception cref="ArgumentException">The inputs have problems: see <see cref="AdvisorInputs.Problems"/>.</exception>
    public static Advice Advise(AdvisorInputs inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        if (inputs.Problems() is { IsEmpty: false } problems)
        {
            throw new ArgumentException(string.Join("; ", problems), nameof(inputs));
        }

        var used = MeasuredFacts.Apply(inputs);
        var candidates = Admission.Of(used);
        var chosen = Ranking.Best(used.Priority, candidates);
        var ranges = CostSampling.Run(used, [.. candidates.Where(candidate => candidate.Admitted).Select(candidate => candidate.Architecture)]);
        var breakEvens = BreakEvens(used);
        return new Advice
        {
            Recommended = chosen?.Architecture,
            TableSays = PriorityTable.For(used.Priority),
            Reasons = [.. Reasoning.Of(used, candidates, chosen), .. Reasoning.Doubts(used, chosen, ranges), .. MeasuredFacts.Remarks(inputs)],
            Architectures = [.. candidates.Zip(ranges, (candidate, range) => Outcome(used, candidate, range))],
            BreakEvens = breakEvens,
            Tornado = Tornado.Of(used, chosen?.Architecture ?? Architecture.AllCloud),
            Flips = FlipSearch.Of(used, chosen?.Architecture, breakEvens),
            Inputs = used,
        };
    }

    private static ArchitectureOutcome Outcome(AdvisorInputs inputs, Candidate candidate, CostRange range) => new()
    {
        Architecture = candidate.Architecture,
        Admitted = candidate.Admitted,
        Exclusions = candidate.Exclusions,
        Cost = CostModel.Breakdown(inputs, candidate.Architecture),
        Range = range,
        PaybackMonths = CostModel.PaybackMonths(inputs, candidate.Architecture),
        Quality = candidate.Quality,
        FirstAnswerMs = candidate.FirstAnswerMs,
        SetupDays = candidate.SetupDays,
        Uptime = Uptime.Of(inputs, candidate.Architecture),
    };

    private static ImmutableArray<BreakEven> BreakEvens(AdvisorInputs inputs) =>
    [
        .. from first in Architectures
           from second in Architectures
           where first < second
           select BreakEvenFinder.Find(inputs, first, second, inputs.LowestVolume, inputs.HighestVolume),
    ];
}
