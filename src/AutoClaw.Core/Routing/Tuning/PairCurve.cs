using AutoClaw.Core.Routing.Training;

namespace AutoClaw.Core.Routing.Tuning;

/// <summary>The routing curve of labels of which both answers were judged.</summary>
internal static class PairCurve
{
    public static RoutingCurve Of(IReadOnlyList<TuningRow> pairs, IReadOnlyList<float> scores) => new(
        [.. scores.Select(s => (double)s)],
        [.. pairs.Select(r => (double)r.CloudScore!.Value)],
        [.. pairs.Select(r => (double)r.LocalScore!.Value)]);
}
