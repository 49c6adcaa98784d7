using System.Collections.Immutable;
using System.Text.RegularExpressions;
using AutoClaw.Core.Benchmark.Workloads.Answers;

namespace AutoClaw.Core.Benchmark.Workloads;

/// <summary>
/// A summary with all the planted facts, no others of their kind, and no number that the source doesn't have. What is said of a project is
/// read from the lines that name it and no other project; a detail counts where those lines say it and nothing else of its kind.
/// </summary>
public sealed partial record PlantedFacts : Expectation
{
    /// <summary>An amount is at least this much, so that a line may count things beside it.</summary>
    public const int LeastAmount = 1000;

    /// <summary>Whole numbers up to this may be counts of the summary's own and are not looked up in the source.</summary>
    public const int MostCount = 20;

    /// <summary>The share of details from which a summary without any fault is good enough.</summary>
    public const double Enough = 0.9;

    public required ImmutableArray<PlantedFact> Facts { get; init; }

    /// <summary>Projects that must not be named.</summary>
    public required ImmutableArray<string> Unwanted { get; init; }

    /// <summary>The whole source: every number and day of the summary has to be in it.</summary>
    public required string Source { get; init; }

    /// <summary>As the prompt says it; a fifth more is forgiven, since words are counted in more than one way.</summary>
    public required int MostWords { get; init; }

    /// <inheritdoc/>
    public override AnswerScore Score(string answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        var plain = PlainText.Of(answer);
        var lines = plain.Split('\n').Select(line => Bullet().Replace(line, string.Empty)).ToArray();
        var details = Facts.Sum(fact => Details(fact, lines)) / (3.0 * Facts.Length);
        var (wrong, numbers) = WrongNumbers(lines);
        var unwanted = Unwanted.Count(project => Sentences.Names(plain, project));
        var tooLong = Sentences.Words(plain) > MostWords * 1.2;
        var value = (details - (0.1 * (wrong + unwanted))) * (tooLong ? 0.5 : 1);
        return AnswerScore.Of(
            value,
            details >= Enough && wrong == 0 && unwanted == 0 && !tooLong,
            ("facts", details),
            ("length_kept", tooLong ? 0 : 1),
            ("numbers_right", numbers == 0 ? 1 : 1 - ((double)wrong / numbers)),
            ("unwanted_left_out", 1 - ((double)unwanted / Math.Max(1, Unwanted.Length))));
    }

    private int Details(PlantedFact fact, string[] lines)
    {
        var others = Facts.Select(other => other.Project).Concat(Unwanted).Where(project => project != fact.Project).ToArray();
        var own = lines.Where(line => Sentences.Names(line, fact.Project) && !others.Any(other => Sentences.Names(line, other))).Select(DateText.In).ToArray();
        var days = own.SelectMany(line => line.Days).Distinct().ToArray();
        var amounts = own.SelectMany(line => NumberText.In(line.Without)).Where(number => number >= LeastAmount).Distinct().ToArray();
        var persons = Facts.Select(other => other.Person).Distinct().Where(person => own.Any(line => Sentences.Names(line.Without, person))).ToArray();
        return (days is [var day] && day == fact.Day ? 1 : 0) + (amounts is [var amount] && amount == fact.Amount ? 1 : 0) + (persons is [var person] && person == fact.Person ? 1 : 0);
    }

    private (int Wrong, int All) WrongNumbers(string[] lines)
    {
        var source = DateText.In(PlainText.Of(Source));
        var sourceNumbers = NumberText.In(source.Without).ToHashSet();
        var summary = DateText.In(string.Join('\n', lines));
        var numbers = NumberText.In(summary.Without).Where(number => number != Math.Truncate(number) || number > MostCount).Distinct().ToArray();
        var days = summary.Days.Distinct().ToArray();
        return (numbers.Count(number => !sourceNumbers.Contains(number)) + days.Except(source.Days).Count(), numbers.Length + days.Length);
    }

    [GeneratedRegex(@"^\s*(?:\d{1,2}[.)]\s+|[-+•]\s+)+", RegexOptions.CultureInvariant)]
    private static partial Regex Bullet();
}
