using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using AutoClaw.Core.Advisor.BreakEvens;
using AutoClaw.Core.Advisor.Recommendations;
using AutoClaw.Core.Advisor.Uncertainties;

namespace AutoClaw.Cli.Advise;

/// <summary>The advice in words and tables.</summary>
internal static class AdviceText
{
    private const int MostCrossings = 4;
    private const int MostBars = 6;

    public static string Headline(Advice advice)
    {
        var work = advice.Inputs.Workload;
        var recommended = advice.Recommended is { } architecture ? $"Advice: {Words.Name(architecture)}" : "No advice: nothing meets all constraints";
        return Text($"{recommended}. {Capital(Words.Name(advice.Inputs.Priority))} first, at {work.RequestsPerMonth:#,0} requests a month of {work.InputTokens:#,0} + {work.OutputTokens:#,0} tokens.");
    }

    public static IEnumerable<AdviceSection> Sections(Advice advice)
    {
        var table = $"The rule of thumb for {Words.Name(advice.Inputs.Priority)} is {Words.Name(advice.TableSays)}: {(advice.DiffersFromTable ? "these numbers disagree with it." : "these numbers agree.")}";
        yield return AdviceSection.Sentences("Why", [.. advice.Reasons.Select(static reason => reason.Sentence), table]);
        if (advice.Architectures.Any(static outcome => !outcome.Admitted))
        {
            yield return AdviceSection.Sentences("Ruled out", advice.Architectures.SelectMany(static outcome => outcome.Exclusions).Select(static reason => reason.Sentence));
        }

        yield return new(
            "Cost of a month, USD",
            ["", "as named", "range (90%)", "API", "hardware", "power", "labour", "other", "replicas", "a request", "1M tokens", "cheapest in", "payback"],
            [.. advice.Architectures.Select(outcome => Cost(advice, outcome))]);
        yield return new(
            "Beside cost",
            ["", "quality", "first answer", "set-up", "tokens that leave", "uptime", "of what must stay", "down a month"],
            [.. advice.Architectures.Select(outcome => Beside(advice, outcome))]);
        yield return new("Break-even, requests a month", ["between", "cheaper"], [.. advice.BreakEvens.Select(static breakEven => new[] { $"{Words.Name(breakEven.First)}, {Words.Name(breakEven.Second)}", Cheaper(breakEven) })]);
        yield return new("What would flip it", ["input", "now", "at", "advice becomes"], [.. advice.Flips.OrderBy(static flip => flip.Value is null).Select(Flip)]);
        yield return new(
            $"What matters most to the cost of {Words.Name(advice.Recommended ?? Core.Advisor.Architecture.AllCloud)}",
            ["input", "from", "to", "USD a month at the low end", "at the high end"],
            [.. advice.Tornado.Take(MostBars).Select(static bar => new[] { Name(bar.Variable), Number(bar.LowValue), Value(bar.HighValue, bar.Unit), Usd(bar.UsdAtLow), Usd(bar.UsdAtHigh) })]);
        yield return AdviceSection.Sentences("Assumed", [Models(advice)]);
    }

    /// <summary>An architecture, and what became of it.</summary>
    public static string Title(Advice advice, ArchitectureOutcome outcome) =>
        Words.Name(outcome.Architecture) + (outcome.Architecture == advice.Recommended ? " (advised)" : outcome.Admitted ? "" : " (ruled out)");

    public static string Name(AdvisorVariable variable) => JsonNamingPolicy.SnakeCaseLower.ConvertName(variable.ToString()).Replace('_', ' ');

    private static string[] Cost(Advice advice, ArchitectureOutcome outcome)
    {
        var (cost, range) = (outcome.Cost, outcome.Range);
        return
        [
            Title(advice, outcome), Usd(cost.MonthlyUsd), $"{Usd(range.Low)} to {Usd(range.High)}", Usd(cost.ApiUsd), Usd(cost.HardwareUsd), Usd(cost.PowerUsd), Usd(cost.LabourUsd), Usd(cost.OtherUsd),
            cost.ReplicasNeeded == 0 ? "-" : Text($"{cost.ReplicasNeeded} + {cost.SpareReplicas}"),
            cost.UsdPerRequest is { } request ? Text($"{request:0.000000}") : "-", cost.UsdPerMillionTokens is { } million ? Text($"{million:0.00}") : "-",
            outcome.Admitted ? Text($"{range.CheapestAdmittedShare:0%} of draws") : "-", outcome.PaybackMonths is { } months ? Text($"{months:0.#} months") : "-",
        ];
    }

    private static string[] Beside(Advice advice, ArchitectureOutcome outcome)
    {
        var uptime = outcome.Uptime;
        return
        [
            Title(advice, outcome), Text($"{outcome.Quality:0.000}"), Text($"{outcome.FirstAnswerMs:#,0} ms"), outcome.SetupDays == 1 ? "1 day" : Text($"{outcome.SetupDays:0.#} days"), Text($"{outcome.Cost.LeavingTokenShare:0%}"),
            Text($"{uptime.All:0.000%}"), uptime.PinnedShare > 0 ? Text($"{uptime.Pinned:0.000%}") : "-", Text($"{uptime.DownMinutesPerMonth:#,0} min"),
        ];
    }

    private static string Cheaper(BreakEven breakEven)
    {
        if (breakEven.Crossings.IsEmpty)
        {
            return breakEven.CheaperAtFirst is { } cheaper
                ? Text($"never changes: {Words.Name(cheaper)} from {breakEven.From:#,0} to {breakEven.To:#,0}")
                : "both cost the same";
        }

        var parts = breakEven.Crossings.Take(MostCrossings).Select(static crossing => Text($"{Words.Name(crossing.CheaperBelow)} up to {crossing.RequestsPerMonth:#,0}"));
        var left = breakEven.Crossings.Length - MostCrossings;
        var between = left > 0 ? Text($", {left} more changes up to {breakEven.Crossings[^1].RequestsPerMonth:#,0}") : "";
        return $"{string.Join(", ", parts)}{between}, then {Words.Name(breakEven.CheaperAtLast!.Value)}{(breakEven.Complete ? "" : " (there are more steps than were looked at)")}";
    }

    private static string[] Flip(Flip flip) =>
    [
        Name(flip.Variable), Value(flip.Now, flip.Unit),
        flip.Value is { } value ? Number(value) : Text($"nowhere from {Number(flip.From)} to {Number(flip.To)}"),
        flip.Value is null ? "-" : flip.Becomes is { } becomes ? Words.Name(becomes) : "none: nothing meets all constraints",
    ];

    private static string Models(Advice advice)
    {
        var (cloud, hosted, local) = (advice.Inputs.Cloud, advice.Inputs.Hosted, advice.Inputs.Local);
        return Text($"Cloud: {cloud.Model} ({cloud.Provider}). Hosted: {hosted.Model} ({hosted.Provider}). Local: {local.Model} on {local.AcceleratorsPerReplica} x {local.Accelerator} a replica, {(local.Payment == Core.Advisor.HardwarePayment.Rent ? "rented" : "bought")}. Each figure and where it is from: docs/advisor.md.");
    }

    private static string Value(double value, string unit) => $"{Number(value)} {unit}";

    private static string Number(double value) => Math.Abs(value) >= 1000 ? Text($"{value:#,0}") : Text($"{value:0.####}");

    private static string Usd(double usd) => Text($"{usd:#,0}");

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
