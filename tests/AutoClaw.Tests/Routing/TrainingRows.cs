using System.Text;
using AutoClaw.Core.Routing.Training;

namespace AutoClaw.Tests.Routing;

/// <summary>Made-up rows that a router can learn: what is hard says so.</summary>
internal static class TrainingRows
{
    public static Dataset Make(int count) => new(Enumerable.Range(0, count).Select(Row).ToArray());

    public static TrainingRow Row(int i) => (i % 4) switch
    {
        0 => New(i, "labels", $"turn on lamp number {i}") with { Difficulty = 0 },
        1 => New(i, "labels", $"derive the theorem about {i} manifolds in full rigour") with { Difficulty = 0.9 },
        2 => New(i, "exam", $"easy spelling of word {i}") with { StrongScore = 1, WeakScore = 1, Domain = "spelling" },
        _ => New(i, "exam", $"difficult integral of order {i}") with { StrongScore = i % 8 == 3 ? 0 : 1, WeakScore = 0, Domain = "calculus" },
    };

    private static TrainingRow New(int i, string source, string prompt) => new()
    {
        Id = $"row-{i}", Source = source, Prompt = Encoding.UTF8.GetBytes(prompt), Key = $"key-{i}",
    };
}
