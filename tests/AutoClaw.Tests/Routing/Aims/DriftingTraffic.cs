using AutoClaw.Core.Routing;

namespace AutoClaw.Tests.Routing.Aims;

/// <summary>Made-up traffic whose mix changes: real questions, scored by the shipped model, drawn with a fixed seed.</summary>
internal static class DriftingTraffic
{
    /// <summary>Requests between two changes of mix.</summary>
    public const int Phase = 2000;

    private static readonly Lazy<RouterScore[][]> Scores = new(static () =>
        [.. new[] { "clinc150.jsonl", "mmlu.jsonl", "zeroeval_math_l5.jsonl" }.Select(Read)]);

    // Everyday, exam, mathematics; the last change is the largest there is.
    private static readonly double[][] Mixes = [[0.85, 0.1, 0.05], [0.1, 0.8, 0.1], [0.05, 0.15, 0.8], [1, 0, 0], [0, 0, 1]];

    public static int Phases => Mixes.Length;

    public static IEnumerable<RouterScore> Requests(int seed)
    {
        var random = new Random(seed);
        foreach (var mix in Mixes)
        {
            for (var i = 0; i < Phase; i++)
            {
                var draw = random.NextDouble();
                var source = draw < mix[0] ? 0 : draw < mix[0] + mix[1] ? 1 : 2;
                yield return Scores.Value[source][random.Next(Scores.Value[source].Length)];
            }
        }
    }

    private static RouterScore[] Read(string file)
    {
        return [.. SharedData.TrainingRows(file).Rows.Where((_, i) => i % 4 == 0).Select(row => RouterModel.Shipped.Score(new RouterInput
        {
            Text = row.Prompt.Span, Turns = 1, ConversationBytes = row.Prompt.Length,
        }))];
    }
}
