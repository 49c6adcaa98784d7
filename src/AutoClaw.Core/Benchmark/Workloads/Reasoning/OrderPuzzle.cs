using System.Text;
using AutoClaw.Core.Benchmark.Workloads.Generation;
using static System.FormattableString;

namespace AutoClaw.Core.Benchmark.Workloads.Reasoning;

/// <summary>An order of arrival that clues leave exactly one of.</summary>
internal static class OrderPuzzle
{
    private static readonly string[] Places = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh"];

    public static ReasoningPuzzle Make(WorkloadDraft draft)
    {
        var random = draft.Random;
        var count = draft.Scale >= 0.5 ? 6 : draft.Scale >= 0.2 ? 5 : 4;
        var names = Enumerable.Range(0, count).Select(_ => draft.Names.FirstName()).ToArray();

        // Place of each runner; the list of runners in the text is in another order.
        var truth = random.Shuffled(Enumerable.Range(0, count));
        var left = Permutations(count);
        var clues = new List<string>();
        while (left.Count > 1)
        {
            var (text, holds) = Clue(draft, names, truth);
            var after = left.FindAll(order => holds(order));
            if (after.Count < left.Count)
            {
                left = after;
                clues.Add(text);
            }
        }

        var task = new StringBuilder(Invariant($"{count} runners took part in the race of {draft.Names.Place()}: {string.Join(", ", names)}. No two of them arrived at the same time. This is known:\n"));
        foreach (var clue in random.Shuffled(clues))
        {
            task.Append("- ").Append(clue).Append('\n');
        }

        task.Append("In which order did they arrive?");
        var order = names.Select((name, i) => (name, Place: truth[i])).OrderBy(runner => runner.Place).Select(runner => runner.name).ToArray();
        var working = "Only one order fits all clues: " + string.Join(" ", order.Select((name, i) => $"{name} is {Places[i]}."));
        return new ReasoningPuzzle(task.ToString(), "the names from first to last with commas between them", string.Join(", ", order), MarkedAnswerKind.List, working);
    }

    private static (string Text, Func<int[], bool> Holds) Clue(WorkloadDraft draft, string[] names, int[] truth)
    {
        var random = draft.Random;
        var a = random.Below(names.Length);
        var b = (a + 1 + random.Below(names.Length - 1)) % names.Length;
        (a, b) = truth[a] < truth[b] ? (a, b) : (b, a);
        var apart = truth[b] - truth[a] - 1;
        switch (random.Below(4))
        {
            case 0 when apart == 0:
                return ($"{names[b]} arrived directly after {names[a]}.", order => order[b] == order[a] + 1);
            case 1 when apart > 0:
                return (Invariant($"Exactly {apart} of the others arrived between {names[a]} and {names[b]}."), order => Math.Abs(order[b] - order[a]) == apart + 1);
            case 2:
                var place = (truth[a] + 1 + random.Below(names.Length - 1)) % names.Length;
                return ($"{names[a]} did not arrive {Places[place]}.", order => order[a] != place);
            default:
                return ($"{names[a]} arrived before {names[b]}.", order => order[a] < order[b]);
        }
    }

    private static List<int[]> Permutations(int count)
    {
        List<int[]> all = [[]];
        for (var item = 0; item < count; item++)
        {
            all = [.. all.SelectMany(order => Enumerable.Range(0, order.Length + 1).Select(at => (int[])[.. order[..at], item, .. order[at..]]))];
        }

        return all;
    }
}
