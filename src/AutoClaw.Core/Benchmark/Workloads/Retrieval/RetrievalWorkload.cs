using System.Globalization;
using System.Text;
using AutoClaw.Core.Benchmark.Statistics;
using AutoClaw.Core.Benchmark.Workloads.Generation;
using AutoClaw.Core.Wire;
using static System.FormattableString;

namespace AutoClaw.Core.Benchmark.Workloads.Retrieval;

/// <summary>Numbered passages about companies that resemble each other, and one question: about one passage, about two, or about what none of them says.</summary>
internal static class RetrievalWorkload
{
    /// <summary>What the answer's first line says where the passages don't.</summary>
    public const string Abstention = "not in the passages";

    /// <summary>The share of questions that no passage answers.</summary>
    public const double Unanswerable = 0.25;

    /// <summary>The share of the others that take two passages.</summary>
    public const double TwoHops = 0.4;

    private static readonly RetrievalFact[] Facts =
    [
        new("{0} was founded in the year {1}.", "In which year was {0} founded?", RetrievalValue.FoundingYear),
        new("{0} employs {1} people.", "How many people does {0} employ?", RetrievalValue.Count),
        new("The workshop of {0} is led by {1}.", "Who leads the workshop of {0}?", RetrievalValue.Person),
        new("The best-selling article of {0} is the {1}.", "What is the best-selling article of {0}?", RetrievalValue.Product),
        new("The archive of {0} is kept in {1}.", "Where is the archive of {0} kept?", RetrievalValue.Place),
        new("In its test hall {0} runs {1} machines.", "How many machines does {0} run in its test hall?", RetrievalValue.Count),
        new("{0} moved to its present building in the year {1}.", "In which year did {0} move to its present building?", RetrievalValue.MovingYear),
        new("The accounts of {0} are checked by {1}.", "Who checks the accounts of {0}?", RetrievalValue.Person),
    ];

    public static BenchPrompt Generate(WorkloadDraft draft)
    {
        var random = draft.Random;
        var passages = Passages(draft, draft.Scaled(22, 3));
        var asked = random.Below(passages.Length);
        var fact = random.Below(Facts.Length);
        var about = passages[asked];
        var answerable = !random.Chance(Unanswerable);
        var hops = answerable && random.Chance(TwoHops);
        var source = hops ? about.Supplier! : about;
        if (answerable)
        {
            source.Values.TryAdd(fact, Value(draft, Facts[fact].Kind));
        }
        else
        {
            source.Values.Remove(fact);
        }

        // Others say it of themselves, so that the right words are there but of the wrong company.
        foreach (var other in passages.Where(passage => passage != source).Take(3))
        {
            other.Values.TryAdd(fact, Value(draft, Facts[fact].Kind));
        }

        var truth = answerable ? source.Values[fact] : null;
        int[] cited = truth is null ? [] : hops ? [asked + 1, Array.IndexOf(passages, source) + 1] : [asked + 1];
        var whose = hops ? $"the supplier of {about.Company}" : about.Company;
        return draft.Prompt(
            [new BenchMessage(MessageRole.User, Text(draft, passages, string.Format(CultureInfo.InvariantCulture, Facts[fact].Question, whose)))],
            draft.Scaled(400, 160),
            new CitedAnswer(truth, [.. cited], passages.Length),
            Reference(truth, cited, source.Company, about.Company));
    }

    private static RetrievalPassage[] Passages(WorkloadDraft draft, int count)
    {
        var random = draft.Random;
        var passages = Enumerable.Range(0, count).Select(_ => new RetrievalPassage(draft.Names.Company())).ToArray();
        for (var i = 0; i < count; i++)
        {
            passages[i].Supplier = passages[(i + 1 + random.Below(count - 1)) % count];
            foreach (var fact in random.Shuffled(Enumerable.Range(0, Facts.Length)).Take(4))
            {
                passages[i].Values.Add(fact, Value(draft, Facts[fact].Kind));
            }
        }

        return passages;
    }

    private static string Value(WorkloadDraft draft, RetrievalValue kind) => kind switch
    {
        RetrievalValue.FoundingYear => Invariant($"{draft.Random.Between(1821, 1909)}"),
        RetrievalValue.MovingYear => Invariant($"{draft.Random.Between(1911, 2019)}"),
        RetrievalValue.Count => Invariant($"{draft.Random.Between(104, 4980)}"),
        RetrievalValue.Person => draft.Names.Person(),
        RetrievalValue.Product => draft.Names.Product(),
        _ => draft.Names.Place(),
    };

    private static string Text(WorkloadDraft draft, RetrievalPassage[] passages, string question)
    {
        var before = "Answer the question at the end from the numbered passages alone.\n\n";
        var after = Invariant($"""
            Question: {question}

            The first line of your answer is "Answer: " followed by nothing but the value asked for. If the passages don't say it, the first line is "Answer: {Abstention}".
            Then explain in two to four sentences how the passages lead to it, and cite every passage that is needed as [number], for example [2]. Cite no passage that is not needed.
            """);
        var stated = passages.Select(passage => Stated(draft.Random, passage)).ToArray();
        var filler = new Filler(draft.Random, draft.Names);
        var room = draft.InputTokens - TokenEstimate.Of(before + after + string.Concat(stated)) - (5 * passages.Length);
        var text = new StringBuilder(before);
        for (var i = 0; i < passages.Length; i++)
        {
            var more = filler.Text(room / (passages.Length - i));
            room -= TokenEstimate.Of(more);
            text.Append(Invariant($"[{i + 1}] {stated[i]}{(more.Length > 0 ? " " : string.Empty)}{more}\n\n"));
        }

        return text.Append(after).ToString();
    }

    private static string Stated(SeededRandom random, RetrievalPassage passage) => string.Join(' ', random.Shuffled(
    [
        $"{passage.Company} buys its material from its supplier {passage.Supplier!.Company}.",
        .. passage.Values.OrderBy(value => value.Key).Select(value => string.Format(CultureInfo.InvariantCulture, Facts[value.Key].Sentence, passage.Company, value.Value)),
    ]));

    private static string Reference(string? truth, int[] cited, string source, string about) => truth is null
        ? $"Answer: {Abstention}\nThe passages speak of {about}, but not of this."
        : cited.Length == 1
            ? Invariant($"Answer: {truth}\nThe passage about {source} says so [{cited[0]}].")
            : Invariant($"Answer: {truth}\nThe supplier of {about} is {source} [{cited[0]}]. The passage about {source} states the value [{cited[1]}].");
}
