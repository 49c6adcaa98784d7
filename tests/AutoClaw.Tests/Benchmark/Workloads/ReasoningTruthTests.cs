using System.Globalization;
using System.Text.RegularExpressions;
using AutoClaw.Core.Benchmark.Workloads;

namespace AutoClaw.Tests.Benchmark.Workloads;

/// <summary>Solves each task a second time, from its text alone and by other means than its generator.</summary>
public class ReasoningTruthTests
{
    [Fact]
    public void Truth_OfEveryTask_FollowsFromItsText()
    {
        var kinds = new Dictionary<string, int>();
        for (var seed = 0UL; seed < 400; seed++)
        {
            var prompt = BenchWorkloads.Find("reasoning")!.Generate(seed, (int)(seed % 5), seed % 2 == 0 ? 1 : 0.05 + (seed / 500.0));
            var text = prompt.Messages[0].Text;
            var (kind, truth) = text.Contains("crates", StringComparison.Ordinal) ? ("stock", Stock(text))
                : text.Contains("tariff", StringComparison.Ordinal) ? ("tariff", Tariff(text))
                : text.Contains("runners", StringComparison.Ordinal) ? ("order", Order(text))
                : ("calendar", Calendar(text));
            kinds[kind] = kinds.GetValueOrDefault(kind) + 1;
            Assert.Equal(((MarkedAnswer)prompt.Expected!).Truth, truth);
        }

        Assert.Equal(4, kinds.Count);
        Assert.All(kinds, kind => Assert.InRange(kind.Value, 60, 140));
    }

    private static string Stock(string text)
    {
        var crates = new Queue<int>(Enumerable.Range(0, Number(text, @"week with (\d+) crates")));
        foreach (var step in Regex.Matches(text, @"^Step \d+: (.*)$", RegexOptions.Multiline).Select(match => match.Groups[1].Value))
        {
            var numbers = Regex.Matches(step, @"\d+").Select(match => int.Parse(match.Value, CultureInfo.InvariantCulture)).ToArray();
            var (add, take) = step switch
            {
                _ when step.StartsWith("if more than", StringComparison.Ordinal) => crates.Count > numbers[0] ? (0, numbers[1]) : (numbers[2], 0),
                _ when step.Contains("shipped", StringComparison.Ordinal) => (0, numbers[0]),
                _ when step.Contains("annex", StringComparison.Ordinal) => (0, Groups(crates.Count, step.Split(" of ")[0])),
                _ when step.Contains("as many", StringComparison.Ordinal) => (crates.Count, 0),
                _ => (numbers[0], 0),
            };
            for (; add > 0; add--)
            {
                crates.Enqueue(0);
            }

            for (; take > 0; take--)
            {
                crates.Dequeue();
            }
        }

        return crates.Count.ToString(CultureInfo.InvariantCulture);
    }

    private static int Groups(int count, string part)
    {
        var size = part switch { "half" => 2, "a third" => 3, "a quarter" => 4, _ => 5 };
        var groups = 0;
        for (; count >= size; count -= size)
        {
            groups++;
        }

        return groups;
    }

    private static string Tariff(string text)
    {
        var first = Number(text, @"first (\d+) units");
        var second = Number(text, @"next (\d+) units");
        int[] prices = [Number(text, @"first \d+ units cost (\d+)"), Number(text, @"next \d+ units cost (\d+)"), Number(text, @"further unit costs (\d+)")];
        var sum = 0;
        foreach (Match household in Regex.Matches(text, @"^- household \w+: (\d+) units$", RegexOptions.Multiline))
        {
            sum += Number(text, @"fee of (\d+)");
            for (var unit = 1; unit <= int.Parse(household.Groups[1].Value, CultureInfo.InvariantCulture); unit++)
            {
                sum += unit <= first ? prices[0] : unit <= first + second ? prices[1] : prices[2];
                sum += unit > Number(text, @"beyond (\d+) units") ? Number(text, @"surcharge of (\d+)") : 0;
            }
        }

        return sum.ToString(CultureInfo.InvariantCulture);
    }

    private static string Order(string text)
    {
        var names = Regex.Match(text, @"race of \w+: ([^.]+)\.").Groups[1].Value.Split(", ");
        string[] places = ["first", "second", "third", "fourth", "fifth", "sixth"];
        var fitting = Orders(names).Where(order => Regex.Matches(text, @"^- (.*)\.$", RegexOptions.Multiline).All(clue =>
        {
            var words = clue.Groups[1].Value;
            var named = names.Where(name => words.Contains(name, StringComparison.Ordinal)).OrderBy(name => words.IndexOf(name, StringComparison.Ordinal)).Select(name => Array.IndexOf(order, name)).ToArray();
            return words.Contains("did not", StringComparison.Ordinal) ? !words.EndsWith(places[named[0]], StringComparison.Ordinal)
                : words.Contains("directly after", StringComparison.Ordinal) ? named[0] - named[1] == 1
                : words.StartsWith("Exactly", StringComparison.Ordinal) ? Math.Abs(named[0] - named[1]) - 1 == Number(words, @"(\d+)")
                : named[0] < named[1];
        })).ToArray();
        return string.Join(", ", Assert.Single(fitting));
    }

    private static IEnumerable<string[]> Orders(string[] names) => names.Length == 0
        ? [[]]
        : names.SelectMany(name => Orders([.. names.Where(other => other != name)]).Select(rest => (string[])[name, .. rest]));

    private static string Calendar(string text)
    {
        var start = Regex.Match(text, @"for (\w+) (\d+ \w+ \d{4})\.");
        var day = DateTime.ParseExact(start.Groups[2].Value, "d MMMM yyyy", CultureInfo.InvariantCulture);
        Assert.Equal(start.Groups[1].Value, day.DayOfWeek.ToString());
        foreach (var move in Regex.Matches(text, @"^Move \d+: (.*)$", RegexOptions.Multiline).Select(match => match.Groups[1].Value))
        {
            // One day at a time.
            var left = move.StartsWith("to", StringComparison.Ordinal) ? 0 : Number(move, @"^(\d+)") * (move.Contains("weeks", StringComparison.Ordinal) ? 7 : 1);
            if (move.StartsWith("to the next", StringComparison.Ordinal))
            {
                do
                {
                    day = day.AddDays(1);
                }
                while (!move.StartsWith("to the next " + day.DayOfWeek, StringComparison.Ordinal));
            }
            else if (move.StartsWith("to the last day", StringComparison.Ordinal))
            {
                for (; day.AddDays(1).Day != 1; day = day.AddDays(1))
                {
                }
            }

            while (left > 0)
            {
                day = day.AddDays(move.Contains("earlier", StringComparison.Ordinal) ? -1 : 1);
                left -= move.Contains("working", StringComparison.Ordinal) && day.DayOfWeek.ToString().StartsWith('S') ? 0 : 1;
            }
        }

        return day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
    }

    private static int Number(string text, string pattern) => int.Parse(Regex.Match(text, pattern).Groups[1].Value, CultureInfo.InvariantCulture);
}
