using System.Globalization;
using System.Text;
using AutoClaw.Core.Advisor;
using AutoClaw.Core.Advisor.BreakEvens;
using AutoClaw.Core.Advisor.Cost;
using AutoClaw.Core.Advisor.Recommendations;
using TheAdvisor = AutoClaw.Core.Advisor.Advisor;

namespace AutoClaw.Tests.Advisor;

/// <summary>docs/claims.md is what the model says of public claims; AUTOCLAW_WRITE_DOCS=1 writes it anew.</summary>
public sealed class ClaimsDocumentTests
{
    private static readonly CultureInfo Plain = CultureInfo.InvariantCulture;

    [Fact]
    public void Price_IsTheModels() => MarkedDocument.Compare("claims.md", "price", Price());

    [Fact]
    public void Bill_IsTheModels() => MarkedDocument.Compare("claims.md", "bill", Bill());

    [Fact]
    public void BreakEven_IsTheModels() => MarkedDocument.Compare("claims.md", "break-even", BreakEvens());

    [Fact]
    public void Labour_IsTheModels() => MarkedDocument.Compare("claims.md", "labour", Labour());

    [Fact]
    public void Million_IsTheModels() => MarkedDocument.Compare("claims.md", "million", Million());

    [Fact]
    public void Hybrid_IsTheModels() => MarkedDocument.Compare("claims.md", "hybrid", Hybrid());

    [Fact]
    public void Priorities_AreTheModels() => MarkedDocument.Compare("claims.md", "priorities", Priorities());

    private static string Price()
    {
        var row = ClaimScenarios.Gemini;
        var text = new StringBuilder("| prompt | input | output | the claim says |\n|---|---|---|---|\n");
        foreach (var tier in ApiInputs.PricesOf(row))
        {
            text.Append(Plain, $"| {(tier.UpTo is { } upTo ? $"up to {upTo.ToString("#,0", Plain)} tokens" : "longer")} | {tier.Input} | {tier.Output} | 1.25 / 5.00 |\n");
        }

        return text.Append(Plain, $"\nUSD per million tokens, read on {row.CheckedOn:yyyy-MM-dd} at {row.Source}.{(row.RetiresOn is { } day ? string.Create(Plain, $" The model is sold until {day:yyyy-MM-dd}.") : "")}\n").ToString();
    }

    private static string Bill()
    {
        var text = new StringBuilder("| API | USD for 500,000 requests | within 2,800 to 8,500 |\n|---|---|---|\n");
        foreach (var (name, inputs) in ClaimScenarios.Apis)
        {
            Row(text, name, CostModel.MonthlyUsd(inputs, Architecture.AllCloud), 2800, 8500);
        }

        text.Append("\n| own A100s | USD for 500,000 requests a month | within 350 to 800 |\n|---|---|---|\n");
        foreach (var (name, inputs) in ClaimScenarios.Locals)
        {
            Row(text, name, CostModel.MonthlyUsd(inputs, Architecture.AllLocal), 350, 800);
        }

        return text.ToString();
    }

    private static string BreakEvens()
    {
        var text = new StringBuilder("| own A100s | own is cheaper | API cheaper at 100,000 | own cheaper at 200,000 | the claim |\n|---|---|---|---|---|\n");
        foreach (var (name, inputs) in ClaimScenarios.Locals)
        {
            var (api, own) = (!OwnIsCheaper(inputs, 100_000), OwnIsCheaper(inputs, 200_000));
            text.Append(Plain, $"| {name} | {From(inputs)} | {YesNo(api)} | {YesNo(own)} | {(api && own ? "holds" : "does not hold")} |\n");
        }

        return text.ToString();
    }

    private static string Labour()
    {
        var text = new StringBuilder("| engineers | own is cheaper at the list price | at the claim's price |\n|---|---|---|\n");
        foreach (var fte in (double[])[0, 0.05, 0.1, 0.15, 0.2, 0.5, 1])
        {
            text.Append(Plain, $"| {fte} FTE | {From(Fte(ClaimScenarios.Plain))} | {From(Fte(ClaimScenarios.ClaimedPrice))} |\n");

            AdvisorInputs Fte(AdvisorInputs inputs) => inputs with { Local = inputs.Local with { LabourFte = fte } };
        }

        return text.ToString();
    }

    private static string Million()
    {
        var text = new StringBuilder("| own A100s | USD a month | API | saved | within 60% to 75% |\n|---|---|---|---|---|\n");
        foreach (var (name, inputs) in ClaimScenarios.Locals)
        {
            Saving(text, name, ClaimScenarios.At(inputs, 1_000_000), Architecture.AllLocal, 0.6, 0.75);
        }

        Saving(text, "bought, 0.15 FTE, one spare, against the claim's price", ClaimScenarios.At(ClaimScenarios.Locals[4].Inputs with { Cloud = ClaimScenarios.ClaimedPrice.Cloud }, 1_000_000), Architecture.AllLocal, 0.6, 0.75);
        return text.ToString();
    }

    private static string Hybrid()
    {
        var text = new StringBuilder("| hybrid | USD a month | API | saved | within 55% to 70% |\n|---|---|---|---|---|\n");
        foreach (var (volume, fte, share, escalated) in ((double, double, double, double)[])
            [(100_000, 0, 0.7, 0), (500_000, 0, 0.7, 0), (1_000_000, 0, 0.7, 0), (1_000_000, 0, 0.8, 0), (1_000_000, 0, 0.7, 0.1), (1_000_000, 0.15, 0.7, 0), (3_000_000, 0.15, 0.7, 0), (10_000_000, 0.15, 0.7, 0), (10_000_000, 0.15, 0.5, 0)])
        {
            var inputs = ClaimScenarios.At(ClaimScenarios.Plain, volume);
            inputs = inputs with
            {
                Local = inputs.Local with { LabourFte = fte },
                Hybrid = inputs.Hybrid with { LocalTokenShare = share, EscalationShare = escalated },
            };
            Saving(text, string.Create(Plain, $"{volume:#,0} requests, {share:0%} of the tokens local, {escalated:0%} escalated, {fte} FTE"), inputs, Architecture.Hybrid, 0.55, 0.7);
        }

        return text.ToString();
    }

    private static string Priorities()
    {
        var text = new StringBuilder("| priority | the table says | at 1,000,000 requests a month | at 5,000 | why it differs at 5,000 |\n|---|---|---|---|---|\n");
        foreach (var priority in Enum.GetValues<Priority>())
        {
            var many = TheAdvisor.Advise(AdvisorInputs.Default with { Priority = priority });
            var few = TheAdvisor.Advise(ClaimScenarios.At(AdvisorInputs.Default with { Priority = priority }, 5000));
            var why = few.DiffersFromTable ? string.Join(" ", few.Reasons.Where(reason => reason.Architecture == few.TableSays).Select(reason => reason.Sentence)) : "";
            text.Append(Plain, $"| {Words.Name(priority)} | {Words.Name(PriorityTable.For(priority))} | {Name(many)} | {Name(few)} | {why} |\n");
        }

        return text.ToString();

        static string Name(Advice advice) => advice.Recommended is { } architecture ? Words.Name(architecture) : "nothing";
    }

    private static void Row(StringBuilder text, string name, double usd, double low, double high) =>
        text.Append(Plain, $"| {name} | {usd:#,0} | {YesNo(usd >= low && usd <= high)} |\n");

    private static void Saving(StringBuilder text, string name, AdvisorInputs inputs, Architecture architecture, double low, double high)
    {
        var (own, api) = (CostModel.MonthlyUsd(inputs, architecture), CostModel.MonthlyUsd(inputs, Architecture.AllCloud));
        var saved = 1 - (own / api);
        text.Append(Plain, $"| {name} | {own:#,0} | {api:#,0} | {saved:0%} | {YesNo(saved >= low && saved <= high)} |\n");
    }

    private static string From(AdvisorInputs inputs)
    {
        var found = BreakEvenFinder.Find(inputs, Architecture.AllLocal, Architecture.AllCloud, 1, 100_000_000);
        var points = found.Crossings.Select(crossing => crossing.RequestsPerMonth.ToString("#,0", Plain)).ToList();
        return points.Count switch
        {
            0 => found.CheaperAtFirst == Architecture.AllLocal ? "always" : "never",
            1 => $"from {points[0]}",
            _ when found.CheaperAtLast == Architecture.AllLocal => $"at first from {points[0]}, for good from {points[^1]} ({points.Count} crossings)",
            _ => $"at first from {points[0]}, and not for good: the API from {points[^1]} ({points.Count} crossings)",
        };
    }

    private static bool OwnIsCheaper(AdvisorInputs inputs, double volume)
    {
        var at = ClaimScenarios.At(inputs, volume);
        return CostModel.MonthlyUsd(at, Architecture.AllLocal) < CostModel.MonthlyUsd(at, Architecture.AllCloud);
    }

    private static string YesNo(bool value) => value ? "yes" : "no";
}
