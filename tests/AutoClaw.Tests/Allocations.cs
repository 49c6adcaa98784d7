using System.Diagnostics;

namespace AutoClaw.Tests;

/// <summary>What code allocates on its own thread.</summary>
internal static class Allocations
{
    private const int Rounds = 5;

    // The runtime optimises nothing while other tests keep it busy with new code.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Bytes that <paramref name="action"/> allocates each time: the least of a few rounds, because the runtime fills a cache of its own now and
    /// then; of more where it is not 0, because a busy machine is late to compile what allocates nothing once it is optimised.
    /// </summary>
    public static long Of(Action action)
    {
        var least = long.MaxValue;
        var began = Stopwatch.GetTimestamp();
        for (var i = 0; i < Rounds || (least > 0 && Stopwatch.GetElapsedTime(began) < Patience); i++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            action();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
