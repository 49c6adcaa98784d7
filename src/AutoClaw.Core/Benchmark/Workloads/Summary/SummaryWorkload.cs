using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using AutoClaw.Core.Benchmark.Statistics;
using AutoClaw.Core.Benchmark.Workloads.Generation;
using AutoClaw.Core.Wire;
using static System.FormattableString;

namespace AutoClaw.Core.Benchmark.Workloads.Summary;

/// <summary>Long minutes of a council, in which some projects are approved, some are not, and most is talk.</summary>
internal static class SummaryWorkload
{
    public const int MostWords = 300;

    private static readonly string[] Approvals =
    [
        "The council approved the project {0} with {1} credits; {2} is in charge, and it is to be finished by {3}.",
        "After a vote {2} was put in charge of {0}, which was approved, receives {1} credits and has to be finished by {3}.",
        "It was approved that {0} be finished by {3} under {2}, and {1} credits were set aside for it.",
        "With {1} credits, to be finished by {3} and with {2} in charge, the project {0} was approved.",
    ];

    private static readonly string[] Refusals =
    [
        "The proposal to give {1} credits to {0}, which {2} would have finished by {3}, was turned down.",
        "The project {0} was not approved: {2} had asked for {1} credits and named {3} as its end.",
        "The council put off {0} without a decision, although {2} had a plan for {1} credits and an end on {3}.",
    ];

    private static readonly string[] Figures =
    [
        "The open day in {0} had {1} visitors.", "The library of {0} lent {1} books over the winter.", "Along the road to {0} {1} trees were counted.",
        "The ferry to {0} carried {1} passengers.", "In {0} {1} signatures were collected for longer opening hours.",
    ];

    public static BenchPrompt Generate(WorkloadDraft draft)
    {
        var random = draft.Random;
        var facts = Enumerable.Range(0, draft.Scaled(8, 2)).Select(_ => Project(draft)).ToImmutableArray();
        var refused = Enumerable.Range(0, draft.Scaled(5, 1)).Select(_ => Project(draft)).ToImmutableArray();
        var places = Enumerable.Range(0, 6).Select(_ => draft.Names.Place()).ToArray();
        string[] stated =
        [
            .. facts.Select(fact => Said(random, Approvals, fact)),
            .. refused.Select(fact => Said(random, Refusals, fact)),
            .. Enumerable.Range(0, draft.Scaled(30, 2)).Select(_ =>
                string.Format(CultureInfo.InvariantCulture, random.Pick(Figures), random.Pick(places), random.Between(1010, 99000).ToString("#,##0", CultureInfo.InvariantCulture))),
        ];
        var before = $"Summarise the minutes of the council of {draft.Names.Place()} that follow.\n\nMinutes:\n\n";
        var after = Invariant($"""
            Write your summary in this form: first one or two sentences that say what the council spent its time on. Then, for every project that was approved, one line:
            - <project>: <amount> credits, <full name of the person in charge>, <day by which it is to be finished>
            Leave out projects that were not approved or were put off. Use no number that is not in the minutes. At most {MostWords} words in all.
            """);
        var source = Minutes(draft, random.Shuffled(stated), draft.InputTokens - TokenEstimate.Of(before + after));
        return draft.Prompt(
            [new BenchMessage(MessageRole.User, before + source + after)],
            draft.Scaled(800, 240),
            new PlantedFacts { Facts = facts, Unwanted = [.. refused.Select(fact => fact.Project)], Source = source, MostWords = MostWords },
            "The council spoke about daily life in its buildings and decided on projects.\n" + string.Join('\n', facts.Select(Line)));
    }

    private static PlantedFact Project(WorkloadDraft draft) => new(
        draft.Names.Word(),
        draft.Random.Between(21, 989) * 100,
        draft.Names.Person(),
        new DateOnly(draft.Random.Between(2027, 2039), draft.Random.Between(1, 12), draft.Random.Between(1, 28)));

    private static string Said(SeededRandom random, string[] forms, PlantedFact fact) =>
        string.Format(CultureInfo.InvariantCulture, random.Pick(forms), fact.Project, fact.Amount.ToString("#,##0", CultureInfo.InvariantCulture), fact.Person, Words(fact.Day));

    private static string Line(PlantedFact fact) => Invariant($"- {fact.Project}: {fact.Amount:#,##0} credits, {fact.Person}, {Words(fact.Day)}");

    private static string Words(DateOnly day) => day.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);

    private static string Minutes(WorkloadDraft draft, string[] stated, double tokens)
    {
        var filler = new Filler(draft.Random, draft.Names);
        var room = tokens - stated.Sum(sentence => TokenEstimate.Of(sentence));
        var text = new StringBuilder();
        for (var i = 0; i < stated.Length; i++)
        {
            // Half of it before: where in a paragraph something stands should not tell what it is.
            var share = room / (stated.Length - i);
            var first = filler.Text(share / 2);
            var last = filler.Text(share - TokenEstimate.Of(first));
            room -= TokenEstimate.Of(first) + TokenEstimate.Of(last);
            text.AppendJoin(' ', new[] { first, stated[i], last }.Where(part => part.Length > 0)).Append("\n\n");
        }

        return text.ToString();
    }
}
