using System.Text;
using AutoClaw.Core.Routing.Training;
using AutoClaw.FunctionalTests.Fixtures;

namespace AutoClaw.FunctionalTests.Aims;

/// <summary>Real questions from the shared data, by how hard they are, in an order that a seed fixes.</summary>
internal static class MixedTraffic
{
    /// <summary>Short everyday requests.</summary>
    public static IEnumerable<string> Everyday(int count, int seed) => Draw("clinc150.jsonl", count, seed);

    /// <summary>Multiple-choice questions of exams.</summary>
    public static IEnumerable<string> Exam(int count, int seed) => Draw("mmlu.jsonl", count, seed);

    private static IEnumerable<string> Draw(string file, int count, int seed)
    {
        var rows = Dataset.Read([Repository.SharedFile("router-data", "train", file)]).Rows;
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => Encoding.UTF8.GetString(rows[random.Next(rows.Count)].Prompt.Span))];
    }
}
