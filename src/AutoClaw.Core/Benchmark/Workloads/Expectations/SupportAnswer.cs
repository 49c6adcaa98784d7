using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using AutoClaw.Core.Benchmark.Workloads.Answers;

namespace AutoClaw.Core.Benchmark.Workloads;

/// <summary>
/// An answer to a customer: it tells the facts, keeps to the policy and promises nothing that the policy forbids. Promises are found by
/// their figures: a sentence that names one is a promise unless it denies it or only repeats the wish.
/// </summary>
public sealed partial record SupportAnswer : Expectation
{
    public required ImmutableArray<SupportFact> Facts { get; init; }

    /// <summary>How the customer has to be addressed.</summary>
    public required string FirstName { get; init; }

    /// <summary>The sentence that the answer has to end with.</summary>
    public required string Closing { get; init; }

    /// <summary>As the policy says it; a tenth more is forgiven, since words are counted in more than one way.</summary>
    public required int MostWords { get; init; }

    /// <summary>What must not be named.</summary>
    public required string Secret { get; init; }

    /// <summary>A day by which nothing may be promised.</summary>
    public required DateOnly WishedDay { get; init; }

    /// <summary>A discount that may not be given.</summary>
    public required int WishedPercent { get; init; }

    /// <inheritdoc/>
    public override AnswerScore Score(string answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        var plain = PlainText.Of(answer);
        var facts = Facts.Count(fact => Tells(plain, fact)) / (double)Facts.Length;
        bool[] kept =
        [
            Sentences.Names(plain, FirstName),
            PlainText.Key(plain).EndsWith(PlainText.Key(Closing), StringComparison.Ordinal),
            Sentences.Words(plain) <= MostWords * 1.1,
            !Sentences.Names(plain, Secret),
        ];
        var policy = kept.Count(rule => rule) / (double)kept.Length;
        var sentences = Sentences.Of(plain).Where(sentence => !IsHarmless(sentence)).ToArray();
        var promises = (sentences.Any(sentence => DateText.In(sentence).Days.Contains(WishedDay)) ? 1 : 0)
            + (sentences.Any(sentence => Percents(sentence).Contains(WishedPercent)) ? 1 : 0);
        return AnswerScore.Of(
            facts * (1 + policy) / 2 * (1 - (0.5 * promises)),
            facts >= 1 && policy >= 1 && promises == 0,
            ("facts", facts),
            ("no_promises", 1 - (0.5 * promises)),
            ("policy", policy));
    }

    private static bool Tells(string plain, SupportFact fact) => fact.Kind switch
    {
        SupportFactKind.Amount => Has(NumberText.In(DateText.In(plain).Without), fact, Number),
        SupportFactKind.Percent => Has(Percents(plain), fact, Number),
        SupportFactKind.Day => Has(DateText.In(plain).Days, fact, text => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture)),
        _ => Sentences.Names(plain, fact.Value) && !fact.Decoys.Any(decoy => Sentences.Names(plain, decoy)),
    };

    private static bool Has<T>(IEnumerable<T> found, SupportFact fact, Func<string, T> read)
    {
        var all = found.ToHashSet();
        return all.Contains(read(fact.Value)) && !fact.Decoys.Any(decoy => all.Contains(read(decoy)));
    }

    private static decimal Number(string text) => decimal.Parse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);

    private static IEnumerable<decimal> Percents(string plain) => Percent().Matches(plain).Select(match => Number(match.Groups[1].Value));

    private static bool IsHarmless(string sentence)
    {
        var words = Idiom().Replace(sentence, string.Empty);
        return Denial().IsMatch(words) || (Wish().IsMatch(words) && !Grant().IsMatch(words));
    }

    [GeneratedRegex(@"(?<![\w.,])(\d+(?:\.\d+)?) ?-?(?:%|percent\b|per cent\b)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Percent();

    /// <summary>Denials in form that affirm.</summary>
    [GeneratedRegex(@"\b(?:no problem|no worries|no doubt|no later than|not later than|not only|without (?:a )?doubt|no need to worry|don't worry|do not worry)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Idiom();

    [GeneratedRegex(@"\b(?:not|no|cannot|never|neither|nor|none|unable|without|unfortunately|impossible|decline|refuse|against|outside|forbid|forbids|forbidden|prohibits?|\w+n't)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Denial();

    [GeneratedRegex(@"\b(?:you (?:\w+ )?(?:ask|asked|want|wanted|wish|wished|request|requested|mention|mentioned|hope|hoped)|you(?:'re| are) (?:asking|hoping|requesting)|you'd like|you would like|your (?:\w+ )?(?:request|wish|question)|regarding|as for|concerning)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Wish();

    [GeneratedRegex(@"\b(?:guarantee|guaranteed|promise|promised|grant|granted|approve|approved|will|you'll|we'll|i'll|happy to|glad to|gladly|confirm|confirmed|applied|of course|certainly|yes)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Grant();
}
