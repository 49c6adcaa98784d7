using System.Collections.Immutable;
using AutoClaw.Core.Advisor.Cost;
using AutoClaw.Core.Advisor.Recommendations;
using AutoClaw.Core.Model;

namespace AutoClaw.Core.Advisor;

/// <summary>Puts what was measured in place of what was assumed.</summary>
internal static class MeasuredFacts
{
    public static AdvisorInputs Apply(AdvisorInputs inputs)
    {
        foreach (var engine in inputs.Measured)
        {
            inputs = StandsFor(inputs, engine) switch
            {
                Architecture.AllLocal => inputs with { Local = Local(inputs.Local, engine) },
                Architecture.HostedOpenWeights => inputs with { Hosted = Api(inputs.Hosted, inputs.Workload, engine) },
                _ => inputs with { Cloud = Api(inputs.Cloud, inputs.Workload, engine) },
            };
        }

        // Put in once: another question asked of these inputs, with other lengths say, must not make the old bill fit again.
        return inputs with { Measured = [] };
    }

    /// <summary>Whose figures an engine's replace; never <see cref="Architecture.Hybrid"/>.</summary>
    public static Architecture StandsFor(AdvisorInputs inputs, MeasuredEngine engine) =>
        engine.Place == Place.Local ? Architecture.AllLocal
        : string.Equals(engine.Model, inputs.Hosted.Model, StringComparison.OrdinalIgnoreCase) ? Architecture.HostedOpenWeights
        : Architecture.AllCloud;

    /// <summary>What to know of the measurements: that they were used, and where they stand beside assumptions.</summary>
    public static IEnumerable<AdviceReason> Remarks(AdvisorInputs inputs)
    {
        if (inputs.Measured.IsEmpty)
        {
            yield break;
        }

        yield return new("measured", null, $"Measured: {string.Join(", ", inputs.Measured.Select(engine => engine.Engine))}.");
        var qualities = inputs.Measured.Where(engine => engine.Quality is not null).Select(engine => StandsFor(inputs, engine)).ToHashSet();
        Architecture[] assumed = [.. new[] { Architecture.AllLocal, Architecture.AllCloud, Architecture.HostedOpenWeights }.Where(architecture => !qualities.Contains(architecture))];
        if (qualities.Count > 0 && assumed.Length > 0)
        {
            yield return new(
                "quality_mixed",
                null,
                $"The quality of {string.Join(", ", qualities.Order().Select(Words.Name))} was measured and that of {string.Join(", ", assumed.Select(Words.Name))} was not: they are not on one measure.");
        }
    }

    private static ApiInputs Api(ApiInputs api, WorkloadInputs workload, MeasuredEngine engine)
    {
        var listed = ApiCost.PerRequest(api, workload);
        return api with
        {
            Model = engine.Model,
            Quality = engine.Quality ?? api.Quality,
            TtftMs = engine.TtftP50Ms ?? api.TtftMs,
            OutputTokensPerSecond = engine.OutputTokensPerSecond ?? api.OutputTokensPerSecond,
            PriceFactor = engine.CostPerRequestUsd is { } billed && listed > 0 ? api.PriceFactor * billed / listed : api.PriceFactor,
        };
    }

    private static LocalInputs Local(LocalInputs local, MeasuredEngine engine) => local with
    {
        Model = engine.Model,
        Quality = engine.Quality ?? local.Quality,
        TtftMs = engine.TtftP50Ms ?? local.TtftMs,
        OutputTokensPerSecond = engine.OutputTokensPerSecond ?? local.OutputTokensPerSecond,

        // A replica writes at least as fast as one caller saw it write.
        DecodeTokensPerSecond = engine.ReplicaTokensPerSecond ?? Math.Max(local.DecodeTokensPerSecond, engine.OutputTokensPerSecond ?? 0),
    };
}
