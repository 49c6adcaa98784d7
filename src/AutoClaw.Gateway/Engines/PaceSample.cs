using AutoClaw.Core.Model;

namespace AutoClaw.Gateway.Engines;

/// <summary>What one completed chat answer tells of its engine's speed. What it does not tell is null.</summary>
/// <param name="FirstContentSeconds">From the call sent to the first token.</param>
internal readonly record struct PaceSample(double FirstContentSeconds)
{
    /// <summary>Prompt tokens that no cache held; null where the engine did not count.</summary>
    public double? NewTokens { get; init; }

    /// <summary>Prompt tokens, cached ones included; null where the engine did not count.</summary>
    public double? PromptTokens { get; init; }

    /// <summary>What the engine says it took for <see cref="NewTokens"/>.</summary>
    public double? PrefillSeconds { get; init; }

    /// <summary>Tokens that took <see cref="DecodeSeconds"/>.</summary>
    public double? DecodeTokens { get; init; }

    public double? DecodeSeconds { get; init; }

    /// <summary>Null for an answer without content.</summary>
    public static PaceSample? Of(Attempt answer)
    {
        if (answer.FirstContentMicros is not { } first)
        {
            return null;
        }

        var usage = answer.Usage;
        var sample = new PaceSample((first - answer.SentMicros) / 1e6);
        if (!usage.Estimated)
        {
            var read = usage.Input - usage.Cached;
            sample = sample with { PromptTokens = usage.Input, NewTokens = read, PrefillSeconds = read > 0 ? answer.Timings.PrefillMs / 1e3 : null };
        }

        // Without the engine's own word the first token's time is not known to be decoding, so it is left out.
        var (tokens, seconds) = answer.Timings.DecodeMs is { } decode
            ? (usage.Output, decode / 1e3)
            : (usage.Output - 1, (answer.LastContentMicros - first ?? 0) / 1e6);
        return tokens > 0 && seconds > 0 ? sample with { DecodeTokens = tokens, DecodeSeconds = seconds } : sample;
    }
}
