using System.Collections.Immutable;

namespace AutoClaw.Core.Benchmark.Workloads;

/// <summary>How good one answer is.</summary>
/// <param name="Value">0 to 1: the share of what was asked for that is there, less what is wrong.</param>
/// <param name="Correct">Good enough to be used as it is; what cost per correct answer and goodput count.</param>
/// <param name="Parts">The figures behind it by name, each 0 to 1, for example <c>field_f1</c>.</param>
public sealed record AnswerScore(double Value, bool Correct, ImmutableSortedDictionary<string, double> Parts)
{
    /// <summary>A score with its parts.</summary>
    public static AnswerScore Of(double value, bool correct, params ReadOnlySpan<(string Name, double Value)> parts)
    {
        var named = ImmutableSortedDictionary.CreateBuilder<string, double>(StringComparer.Ordinal);
        foreach (var (name, part) in parts)
        {
            named.Add(name, part);
        }

        return new AnswerScore(Math.Clamp(value, 0, 1), correct, named.ToImmutable());
    }
}
