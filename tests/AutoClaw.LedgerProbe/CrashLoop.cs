using AutoClaw.Gateway.Ledger;

namespace AutoClaw.LedgerProbe;

/// <summary>
/// Reserves and settles until it is killed, and says so on standard output as soon as each is committed: <c>R id</c> and <c>S id</c>. Every third
/// attempt stays open for a while, so that there are always reservations to find again.
/// </summary>
internal static class CrashLoop
{
    public static async Task<int> RunAsync(string path, int callers)
    {
        await using var writer = LedgerWriter.Open(path, TimeProvider.System);
        var console = Console.Out;
        console.WriteLine($"recovered {writer.Recovered}");
        await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(async () =>
        {
            var open = new Queue<Core.Model.Attempt>();
            for (var round = 0; ; round++)
            {
                var attempt = ProbeAttempt.Sent((Environment.ProcessId * 100) + caller, round);
                await writer.ReserveAsync(attempt);
                console.WriteLine($"R {attempt.RequestId}");
                open.Enqueue(attempt);
                while (open.Count > round % 3)
                {
                    var ended = open.Dequeue();
                    ProbeAttempt.Answer(ended);
                    await writer.SettleAsync(ended);
                    console.WriteLine($"S {ended.RequestId}");
                }
            }
        })));
        return 0;
    }
}
