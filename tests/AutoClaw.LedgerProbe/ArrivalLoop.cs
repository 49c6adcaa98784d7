using System.Diagnostics;
using System.Globalization;
using AutoClaw.Gateway.Ledger;

namespace AutoClaw.LedgerProbe;

/// <summary>
/// As <see cref="LoadLoop"/>, but calls arrive one by one, as requests do at a gateway: one thread takes them up and does their work, and up to
/// so many are under way at a time. Shows whether the writer finds groups or is woken for each.
/// </summary>
internal static class ArrivalLoop
{
    public static async Task<int> RunAsync(string path, int atOnce, TimeSpan length, double workMicros)
    {
        await using var writer = LedgerWriter.Open(path, TimeProvider.System);
        Arrive(writer, atOnce, TimeSpan.FromSeconds(1), workMicros);

        var before = Reading.Take(writer);
        Arrive(writer, atOnce, length, workMicros);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"arriving, {atOnce} at once: {Reading.Take(writer).Since(before, workMicros)}"));
        return 0;
    }

    private static void Arrive(LedgerWriter writer, int atOnce, TimeSpan length, double workMicros)
    {
        using var room = new SemaphoreSlim(atOnce);
        var clock = Stopwatch.StartNew();
        for (var round = 0; clock.Elapsed < length; round++)
        {
            room.Wait();
            LoadLoop.Work(workMicros);
            _ = OneAsync(writer, round, workMicros, room);
        }

        for (var i = 0; i < atOnce; i++)
        {
            room.Wait();
        }
    }

    private static async Task OneAsync(LedgerWriter writer, int round, double workMicros, SemaphoreSlim room)
    {
        var attempt = ProbeAttempt.Sent(0, round);
        await writer.ReserveAsync(attempt).ConfigureAwait(false);
        LoadLoop.Work(workMicros);
        ProbeAttempt.Answer(attempt);
        await writer.SettleAsync(attempt).ConfigureAwait(false);
        room.Release();
    }
}
