using System.Collections.Immutable;
using AutoClaw.Core.Advisor.Cost;

namespace AutoClaw.Core.Advisor.Recommendations;

/// <summary>Hard constraints: what breaks one is out, whatever it costs.</summary>
internal static class Admission
{
    /// <summary>Of the best quality, where cost comes first and no lowest quality is named.</summary>
    public const double GoodEnough = 0.95;

    // Shares this small are rounding.
    private const double Nothing = 1e-12;

    public static ImmutableArray<Candidate> Of(AdvisorInputs inputs)
    {
        var candidates = Enum.GetValues<Architecture>().Select(architecture => Candidate.Of(inputs, architecture)).ToImmutableArray();
        candidates = [.. candidates.Select(candidate => candidate with { Exclusions = [.. Exclusions(inputs, candidate)] })];
        if (inputs.Constraints.MinimumQuality is not null || inputs.Priority != Priority.LowestCost)
        {
            return candidates;
        }

        var best = candidates.Where(candidate => candidate.Admitted).Select(candidate => candidate.Quality).DefaultIfEmpty(0).Max();
        return [.. candidates.Select(candidate => candidate.Quality >= (best * GoodEnough) - Nothing ? candidate : candidate with
        {
            Exclusions = candidate.Exclusions.Add(TooLow(candidate, best * GoodEnough, "95% of the best that is admitted")),
        })];
    }

    private static IEnumerable<AdviceReason> Exclusions(AdvisorInputs inputs, Candidate candidate)
    {
        var (constraints, architecture, name) = (inputs.Constraints, candidate.Architecture, Words.Capital(candidate.Architecture));
        var api = architecture == Architecture.HostedOpenWeights ? inputs.Hosted : inputs.Cloud;
        if (architecture is Architecture.AllCloud or Architecture.HostedOpenWeights && inputs.MustStayFrom(api) is > 0 and var share)
        {
            yield return inputs.Priority == Priority.Compliance && constraints.MustStayLocalShare is null
                ? new("no_processor_agreement", architecture, $"{name} is out: no contract on regulated data with {api.Provider}, in a region that is allowed, was named.")
                : new("must_stay_local", architecture, Words.Text($"{name} is out: {share:0%} of the tokens may not leave."));
        }

        if (candidate.LeavingShare > Nothing && !inputs.RegionAllowed(api))
        {
            yield return new("region_not_allowed", architecture, $"{name} is out: {api.Provider} answers in {api.Region ?? "a region that is not known"}, not in {string.Join(", ", constraints.AllowedRegions)}.");
        }

        if (architecture is Architecture.AllLocal or Architecture.Hybrid && inputs is { Priority: Priority.Compliance, Local: { Payment: HardwarePayment.Rent, ProcessorAgreement: false } })
        {
            yield return new("rented_without_agreement", architecture, $"{name} is out: the machines are rented, and no contract on regulated data with whoever owns them was named.");
        }

        if (architecture == Architecture.Hybrid && HybridSplit.Of(inputs) is var split && (split.LocalTokenShare <= Nothing || split.LeavingTokenShare <= Nothing))
        {
            yield return split.LocalTokenShare <= Nothing
                ? new("same_as_all_cloud", architecture, "Hybrid is out: nothing is asked of the local engines.")
                : new("same_as_all_local", architecture, "Hybrid is out: nothing is left for the cloud.");
        }

        if (constraints.FirstAnswerMs is { } target && candidate.FirstAnswerMs > target)
        {
            yield return new("first_answer_too_late", architecture, Words.Text($"{name} is out: its answers begin after {candidate.FirstAnswerMs:#,0} ms, not within {target:#,0}."));
        }

        if (constraints.MinimumQuality is { } lowest && candidate.Quality < lowest)
        {
            yield return TooLow(candidate, lowest, "asked for");
        }

        if (constraints.MonthlyUsd is { } budget && candidate.MonthlyUsd > budget)
        {
            yield return new("over_budget", architecture, $"{name} is out: it costs {Words.Usd(candidate.MonthlyUsd)} a month, more than {Words.Usd(budget)}.");
        }
    }

    private static AdviceReason TooLow(Candidate candidate, double lowest, string which) => new(
        "quality_too_low",
        candidate.Architecture,
        Words.Text($"{Words.Capital(candidate.Architecture)} is out: its quality is {candidate.Quality:0.000}, below the {lowest:0.000} that is {which}."));
}
