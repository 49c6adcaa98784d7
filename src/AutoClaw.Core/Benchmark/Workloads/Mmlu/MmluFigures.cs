using System.Collections.Immutable;

namespace AutoClaw.Core.Benchmark.Workloads.Mmlu;

/// <summary>MMLU of one engine under one protocol.</summary>
/// <param name="Protocol">Of every question counted here.</param>
/// <param name="Questions">How many.</param>
/// <param name="Micro">The share of all questions that is right: large subjects weigh more.</param>
/// <param name="Macro">The mean over subjects of each one's share: every subject weighs the same.</param>
/// <param name="ParseFailures">Answers that settle on no letter; they count as wrong in both figures.</param>
/// <param name="Subjects">Each subject's share.</param>
public sealed record MmluFigures(
    MmluProtocol Protocol,
    int Questions,
    double Micro,
    double Macro,
    int ParseFailures,
    ImmutableSortedDictionary<string, double> Subjects)
{
    /// <summary>One row for each protocol that occurs, never one for two.</summary>
    public static ImmutableArray<MmluFigures> Of(IEnumerable<MmluOutcome> outcomes)
    {
        ArgumentNullException.ThrowIfNull(outcomes);
        return [.. outcomes.GroupBy(outcome => outcome.Protocol).OrderBy(group => group.Key).Select(group => Row(group.Key, [.. group]))];
    }

    private static MmluFigures Row(MmluProtocol protocol, MmluOutcome[] outcomes)
    {
        var subjects = outcomes.GroupBy(outcome => outcome.Subject, StringComparer.Ordinal)
            .ToImmutableSortedDictionary(subject => subject.Key, subject => Share(subject), StringComparer.Ordinal);
        return new MmluFigures(protocol, outcomes.Length, Share(outcomes), subjects.Values.Average(), outcomes.Count(outcome => !outcome.Parsed), subjects);
    }

    private static double Share(IEnumerable<MmluOutcome> outcomes) => outcomes.Average(outcome => outcome.Correct ? 1.0 : 0);
}
