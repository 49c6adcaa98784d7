using AutoClaw.Core.Model;
using AutoClaw.Core.Pricing;

namespace AutoClaw.Core.Benchmark.Report;

/// <summary>What is known of an engine before it is asked anything.</summary>
/// <param name="Name">As in the configuration or on the command line.</param>
/// <param name="Place">Where it runs.</param>
/// <param name="Model">Its own name for its model.</param>
/// <param name="Api">What it speaks, for example <c>openai-chat</c>.</param>
/// <param name="Host">Where it is, without credentials and path; null where it was started for the run.</param>
public sealed record EngineFacts(string Name, Place Place, string Model, string Api, string? Host)
{
    /// <summary>No model answered.</summary>
    public bool Simulated { get; init; }

    /// <summary>US dollars per million prompt tokens; null where not known, or where time has the price.</summary>
    public double? InputUsdPerMillion { get; init; }

    /// <summary>US dollars per million completion tokens; null where not known, or where time has the price.</summary>
    public double? OutputUsdPerMillion { get; init; }

    /// <summary>Which price list that is from.</summary>
    public string? PriceVersion { get; init; }

    /// <summary>What its own hardware costs; null where nothing is said of it.</summary>
    public LocalCost? Hardware { get; init; }

    /// <summary>Where the data goes, as the configuration says; null: not said.</summary>
    public string? Region { get; init; }

    /// <summary>How long prompts and answers are kept there, as the configuration says; null: not said.</summary>
    public TimeSpan? Retention { get; init; }

    /// <summary>Promised availability, percent; null: no promise.</summary>
    public double? PromisedUptimePercent { get; init; }

    /// <summary>Seconds that its set-up took, as the steps recorded it; null: not recorded.</summary>
    public double? SetUpSeconds { get; init; }
}
