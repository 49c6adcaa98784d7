using System.Globalization;

namespace AutoClaw.Core.Benchmark.Metrics;

/// <summary>How many calls an engine had at once.</summary>
/// <param name="Concurrency">Calls under way all the time (a closed loop); 1: one after the other. Null in an open loop.</param>
/// <param name="Rate">Calls a second that come independently of the answers (an open loop). Null in a closed one.</param>
public readonly record struct LoadShape(int? Concurrency, double? Rate)
{
    /// <summary>One call after the other.</summary>
    public static LoadShape OneByOne => new(1, null);

    public bool IsSingle => Concurrency == 1;

    /// <summary>For tables: <c>single stream</c>, <c>16 at once</c>, <c>2.5/s</c>.</summary>
    public override string ToString() =>
        IsSingle ? "single stream" : Concurrency is { } n ? string.Create(CultureInfo.InvariantCulture, $"{n} at once") : string.Create(CultureInfo.InvariantCulture, $"{Rate:0.###}/s");
}
