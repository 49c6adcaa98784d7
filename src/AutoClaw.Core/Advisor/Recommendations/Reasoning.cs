using System.Collections.Immutable;
using AutoClaw.Core.Advisor.Uncertainties;

namespace AutoClaw.Core.Advisor.Recommendations;

/// <summary>Says why: what the choice has going for it, what it costs, and where it departs from the rule of thumb.</summary>
internal static class Reasoning
{
    // A runner-up this much dearer could be the cheaper one: inputs are not known better than that.
    private const double Close = 0.1;

    // Of ten draws nine.
    private const double MostDraws = 0.9;

    public static ImmutableArray<AdviceReason> Of(AdvisorInputs inputs, ImmutableArray<Candidate> candidates, Candidate? chosen)
    {
        var reasons = ImmutableArray.CreateBuilder<AdviceReason>();
        if (chosen is null)
        {
            reasons.Add(new("nothing_admitted", null, "Nothing meets all constraints; each architecture's own reasons say which one it breaks."));
            return reasons.ToImmutable();
        }

        reasons.Add(Chosen(inputs.Priority, chosen));
        var table = candidates.First(candidate => candidate.Architecture == PriorityTable.For(inputs.Priority));
        if (table.Architecture != chosen.Architecture)
        {
            reasons.Add(new(
                "differs_from_table",
                chosen.Architecture,
                $"For {Words.Name(inputs.Priority)} the rule of thumb is {Words.Name(table.Architecture)}; these numbers lead to {Words.Name(chosen.Architecture)}."));
            reasons.AddRange(WhyNot(inputs.Priority, table, chosen));
        }

        var cheapest = candidates.MinBy(candidate => candidate.MonthlyUsd)!;
        if (cheapest.MonthlyUsd < chosen.MonthlyUsd)
        {
            reasons.Add(new(
                "cheaper_elsewhere",
                cheapest.Architecture,
                $"{Words.Capital(cheapest.Architecture)} would cost {Words.Usd(chosen.MonthlyUsd - cheapest.MonthlyUsd)} a month less, but {(cheapest.Admitted ? $"{Words.Name(inputs.Priority)} comes first" : $"is ruled out ({cheapest.Exclusions[0].Code})")}."));
        }

        var close = candidates.Where(candidate => candidate.Admitted && candidate != chosen).MinBy(candidate => candidate.MonthlyUsd);
        if (inputs.Priority is Priority.LowestCost or Priority.Compliance && close is not null && close.MonthlyUsd <= chosen.MonthlyUsd * (1 + Close))
        {
            reasons.Add(new("close_call", close.Architecture, $"{Words.Capital(close.Architecture)} costs {Words.Usd(close.MonthlyUsd - chosen.MonthlyUsd)} a month more: too near to tell from these inputs."));
        }

        return reasons.ToImmutable();
    }

    /// <summary>Where cost decides: whether the choice is the cheapest in most of the draws too.</summary>
    public static IEnumerable<AdviceReason> Doubts(AdvisorInputs inputs, Candidate? chosen, ImmutableArray<CostRange> ranges)
    {
        if (chosen is null || inputs.Priority is not (Priority.LowestCost or Priority.Compliance))
        {
            yield break;
        }

        var share = ranges.First(range => range.Architecture == chosen.Architecture).CheapestAdmittedShare;
        if (share < MostDraws)
        {
            yield return new(
                "uncertain",
                chosen.Architecture,
                Words.Text($"Within the ranges of the inputs, {Words.Name(chosen.Architecture)} is the cheapest that meets all constraints in {share:0%} of the draws only."));
        }
    }

    private static AdviceReason Chosen(Priority priority, Candidate chosen)
    {
        var name = Words.Capital(chosen.Architecture);
        return priority switch
        {
            Priority.DataPrivacy => new("least_leaves", chosen.Architecture, Words.Text($"{name}: {chosen.LeavingShare:0%} of the tokens leave.")),
            Priority.LowestCost => new("cheapest_good_enough", chosen.Architecture, $"{name}: the cheapest that meets all constraints, at {Words.Usd(chosen.MonthlyUsd)} a month."),
            Priority.BestReasoning => new("best_quality", chosen.Architecture, Words.Text($"{name}: the best answers, with a quality of {chosen.Quality:0.000}.")),
            Priority.FastestToMarket => new("soonest_in_production", chosen.Architecture, Words.Text($"{name}: in production after {chosen.SetupDays:0.#} days.")),
            Priority.Compliance => new("cheapest_compliant", chosen.Architecture, $"{name}: the cheapest that keeps regulated data where it may be, at {Words.Usd(chosen.MonthlyUsd)} a month."),
            _ => new("first_to_answer", chosen.Architecture, Words.Text($"{name}: answers begin after {chosen.FirstAnswerMs:#,0} ms.")),
        };
    }

    private static ImmutableArray<AdviceReason> WhyNot(Priority priority, Candidate table, Candidate chosen)
    {
        if (!table.Admitted)
        {
            return table.Exclusions;
        }

        var name = Words.Capital(table.Architecture);
        return
        [
            priority switch
            {
                Priority.DataPrivacy when table.LeavingShare > chosen.LeavingShare => new("table_leaves_more", table.Architecture, Words.Text($"{name}: {table.LeavingShare:0%} of the tokens leave.")),
                Priority.BestReasoning when table.Quality < chosen.Quality - Ranking.SameQuality => new("table_is_worse", table.Architecture, Words.Text($"{name} has a quality of {table.Quality:0.000}.")),
                Priority.FastestToMarket when table.SetupDays > chosen.SetupDays => new("table_is_later", table.Architecture, Words.Text($"{name} is in production after {table.SetupDays:0.#} days.")),
                Priority.FastestToMarket when table.Quality < chosen.Quality => new("table_is_worse", table.Architecture, Words.Text($"{name} is as soon, with a quality of {table.Quality:0.000} against {chosen.Quality:0.000}.")),
                Priority.RealTime when table.FirstAnswerMs > chosen.FirstAnswerMs * (1 + Ranking.SameWait) => new("table_is_slower", table.Architecture, Words.Text($"{name}'s answers begin after {table.FirstAnswerMs:#,0} ms.")),
                _ => new("table_costs_more", table.Architecture, $"{name} costs {Words.Usd(table.MonthlyUsd)} a month, {Words.Usd(table.MonthlyUsd - chosen.MonthlyUsd)} more."),
            },
        ];
    }
}
