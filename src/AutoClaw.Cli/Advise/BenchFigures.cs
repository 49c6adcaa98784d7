using System.Collections.Immutable;
using AutoClaw.Core.Advisor;
using AutoClaw.Core.Advisor.Cost;
using AutoClaw.Core.Benchmark.Report;
using AutoClaw.Core.Model;
using AutoClaw.Core.Pricing;
using AdvisedEngine = AutoClaw.Core.Advisor.MeasuredEngine;

namespace AutoClaw.Cli.Advise;

/// <summary>What a report of <c>autoclaw bench</c> says of engines, as the advisor takes it.</summary>
internal sealed class BenchFigures(BenchReport report, string file, PriceList prices, DateTimeOffset at)
{
    private readonly List<string> _notes = [];

    public IReadOnlyList<string> Notes => _notes;

    /// <param name="inputs">What is assumed.</param>
    /// <param name="names">Engines of the report; empty: all.</param>
    /// <param name="problem">What is wrong with the report, or with the names.</param>
    /// <returns>Null after setting <paramref name="problem"/>.</returns>
    public AdvisorInputs? LaidOver(AdvisorInputs inputs, string[] names, out string? problem)
    {
        var known = report.Measured.IsDefault ? [] : report.Measured;
        var unknown = names.Except(known.Select(static engine => engine.Engine)).FirstOrDefault();
        var chosen = known.Where(engine => names.Length == 0 || names.Contains(engine.Engine)).ToArray();
        problem = known.IsEmpty ? $"{file}: no engine was measured in it."
            : unknown is not null ? $"{file} has no engine '{unknown}'. It has: {string.Join(", ", known.Select(static engine => engine.Engine))}."
            : chosen.GroupBy(engine => Side(inputs, engine)).FirstOrDefault(static side => side.Count() > 1) is { } several
                ? $"{file}: {string.Join(" and ", several.Select(static engine => engine.Engine))} both stand for {several.Key}. Name the engines to take with --bench-engines."
            : null;
        if (problem is not null)
        {
            return null;
        }

        foreach (var engine in chosen)
        {
            inputs = Laid(inputs, engine);
        }

        return inputs with { Measured = [.. chosen.Select(Advised)] };
    }

    // What is billed is in the prices by now: at the benchmark's lengths it would mislead.
    private static AdvisedEngine Advised(Core.Benchmark.Report.MeasuredEngine engine) => new(
        engine.Engine, engine.Place, engine.Model, engine.Quality, engine.TtftP50Ms, engine.OutputTokensPerSecond, null, engine.Place == Place.Local ? engine.BestTokensPerSecond : null);

    private static bool IsHosted(AdvisorInputs inputs, Core.Benchmark.Report.MeasuredEngine engine) =>
        engine.Place == Place.Cloud && string.Equals(engine.Model, inputs.Hosted.Model, StringComparison.OrdinalIgnoreCase);

    private static string Side(AdvisorInputs inputs, Core.Benchmark.Report.MeasuredEngine engine) =>
        engine.Place == Place.Local ? "your own engines" : IsHosted(inputs, engine) ? "the hosted open model" : "the vendor's model";

    private AdvisorInputs Laid(AdvisorInputs inputs, Core.Benchmark.Report.MeasuredEngine engine)
    {
        var figures = report.Engines.IsDefault ? null : report.Engines.FirstOrDefault(other => other.Facts.Name == engine.Engine);
        if (figures is { Facts.Simulated: true })
        {
            _notes.Add($"{engine.Engine} is simulated: no model answered, and what was measured of it is not a model's.");
        }

        if (engine.Quality is null || engine.TtftP50Ms is null || engine.OutputTokensPerSecond is null)
        {
            _notes.Add($"Not all of {engine.Engine} was measured; the rest is as assumed.");
        }

        if (engine.Place == Place.Local)
        {
            return figures?.ReasoningTokens is { } thought ? inputs with { Local = inputs.Local with { ReasoningTokens = thought } } : inputs;
        }

        return IsHosted(inputs, engine)
            ? inputs with { Hosted = Api(inputs.Hosted, engine, figures) }
            : inputs with { Cloud = Api(inputs.Cloud, engine, figures) };
    }

    private ApiInputs Api(ApiInputs api, Core.Benchmark.Report.MeasuredEngine engine, EngineReport? figures)
    {
        var row = prices.Find(engine.Model, at);
        var listed = row is null ? [] : ApiInputs.PricesOf(row);
        var (input, output) = (figures?.Facts.InputUsdPerMillion, figures?.Facts.OutputUsdPerMillion);
        var asListed = !listed.IsEmpty && (input is null || output is null || (Same(listed[0].Input, input.Value) && Same(listed[0].Output, output.Value)));
        ImmutableArray<ApiPriceTier> tiers = asListed ? listed : input is not null && output is not null ? [new(input.Value, output.Value)] : listed;
        var used = api with { ReasoningTokens = figures?.ReasoningTokens ?? api.ReasoningTokens, Region = figures?.Facts.Region ?? api.Region };
        if (tiers.IsEmpty)
        {
            if (!string.Equals(engine.Model, api.Model, StringComparison.OrdinalIgnoreCase))
            {
                _notes.Add($"What {engine.Engine} ({engine.Model}) costs is neither in {file} nor in the price list: the prices are still those of {api.Model}.");
            }

            return used;
        }

        return used with
        {
            Provider = row is not null ? row.Provider : figures?.Facts.Host ?? engine.Engine,
            Prices = tiers,
            PriceFactor = Factor(tiers, engine, figures),
        };
    }

    // The bill over the list price of the same tokens: a discount, say, or tokens that nobody told of.
    private static double Factor(ImmutableArray<ApiPriceTier> tiers, Core.Benchmark.Report.MeasuredEngine engine, EngineReport? figures)
    {
        if (engine.CostPerRequestUsd is not { } billed || figures is not { InputTokens: { } input, OutputTokens: { } output })
        {
            return 1;
        }

        var api = AdvisorInputs.Default.Cloud with
        {
            Prices = tiers,
            CachedShare = input > 0 ? Math.Clamp((figures.CachedTokens ?? 0) / input, 0, 1) : 0,
            RetryShare = 0,
            BatchShare = 0,
            PriceFactor = 1,
        };
        var listed = ApiCost.PerRequest(api, input, output, reasoning: 0);
        return listed > 0 ? Math.Min(1000, billed / listed) : 1;
    }

    private static bool Same(double a, double b) => Math.Abs(a - b) <= 1e-9 * Math.Max(a, b);
}
