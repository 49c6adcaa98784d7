namespace AutoClaw.Core.Benchmark.Physics;

/// <summary>The formulas. Every one is an upper bound from peak figures; docs/physics.md says how near real engines come.</summary>
public static class PhysicsBounds
{
    /// <summary>Light in glass: 200 km a millisecond.</summary>
    public const double FibreKmPerMs = 200;

    /// <summary>Tokens a second of one stream: bandwidth / (active weights + the request's cache), times the tokens of a pass.</summary>
    public static double Decode(PhysicsHardware hardware, PhysicsModel model, double contextTokens = 0, double tokensPerPass = 1) =>
        Batch(hardware, model, 1, contextTokens, tokensPerPass);

    /// <summary>
    /// Tokens a second of several streams by bandwidth: a pass reads the weights once for all of them and each one's cache. In a mixture
    /// of experts they may all need the same experts, so the active weights are the least that is read.
    /// </summary>
    public static double Batch(PhysicsHardware hardware, PhysicsModel model, int concurrency, double contextTokens = 0, double tokensPerPass = 1)
    {
        ArgumentNullException.ThrowIfNull(hardware);
        ArgumentNullException.ThrowIfNull(model);
        var gigabytes = model.ActiveGb + (concurrency * model.CacheGb(contextTokens));
        return concurrency * tokensPerPass * hardware.Count * hardware.BandwidthGbPerSecond / gigabytes;
    }

    /// <summary>Tokens a second by arithmetic, of prompts or of answers: operations / (2 x active parameters). Null where the peak is not known.</summary>
    public static double? Compute(PhysicsHardware hardware, PhysicsModel model)
    {
        ArgumentNullException.ThrowIfNull(hardware);
        ArgumentNullException.ThrowIfNull(model);
        return hardware.PeakTeraOps * hardware.Count * 1e12 / (2 * model.ActiveBillion * 1e9);
    }

    /// <summary>Gigabytes that the weights and the caches of so many requests take.</summary>
    public static double MemoryGb(PhysicsModel model, int concurrency = 1, double contextTokens = 0)
    {
        ArgumentNullException.ThrowIfNull(model);
        return model.WeightsGb + (concurrency * model.CacheGb(contextTokens));
    }

    /// <summary>Milliseconds before which no first token can be there: the longer of the measured and the shortest possible round trip, and the reading of the prompt.</summary>
    public static double FirstTokenMs(PhysicsHardware hardware, PhysicsModel model, double promptTokens, double? roundTripMs, double? distanceKm)
    {
        var network = Math.Max(roundTripMs ?? 0, 2 * (distanceKm ?? 0) / FibreKmPerMs);
        return network + (Compute(hardware, model) is { } rate ? promptTokens / rate * 1000 : 0);
    }
}
