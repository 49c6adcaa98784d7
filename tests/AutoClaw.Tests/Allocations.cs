namespace AutoClaw.Tests;

/// <summary>What code allocates on its own thread.</summary>
internal static class Allocations
{
    private const int Rounds = 5;
    private const int MostRounds = 60;

    /// <summary>
    /// Bytes that <paramref name="action"/> allocates each time: the least of a few rounds, because the runtime fills a cache of its own now and
    /// then; of more where it is not 0, because a busy machine is late to compile what allocates nothing once it is optimised.
    /// </summary>
    public static long Of(Action action)
    {
        var least = long.MaxValue;
        for (var i = 0; i < Rounds || (least > 0 && i < MostRounds); i++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            action();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
