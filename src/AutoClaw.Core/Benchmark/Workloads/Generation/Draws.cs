using AutoClaw.Core.Benchmark.Statistics;

namespace AutoClaw.Core.Benchmark.Workloads.Generation;

/// <summary>What generators draw.</summary>
internal static class Draws
{
    /// <summary>From <paramref name="least"/> to <paramref name="most"/>, both included.</summary>
    public static int Between(this SeededRandom random, int least, int most) => least + random.Below(most - least + 1);

    public static T Pick<T>(this SeededRandom random, IReadOnlyList<T> items) => items[random.Below(items.Count)];

    public static bool Chance(this SeededRandom random, double share) => random.Unit() < share;

    /// <summary>The items in a random order.</summary>
    public static T[] Shuffled<T>(this SeededRandom random, IEnumerable<T> items)
    {
        var array = items.ToArray();
        random.Shuffle(array.AsSpan());
        return array;
    }
}
