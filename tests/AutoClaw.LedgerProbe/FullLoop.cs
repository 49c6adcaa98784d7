using System.Globalization;
using AutoClaw.Gateway.Ledger;
using AutoClaw.Gateway.Options;
using Microsoft.Data.Sqlite;

namespace AutoClaw.LedgerProbe;

/// <summary>
/// A disk that is really full under load: fills the rest of a small one, goes on, makes room again, and looks whether each attempt that was
/// settled by then is there once. The folder is on a file system of its own, made for this.
/// </summary>
internal static class FullLoop
{
    private const int Callers = 8;

    public static async Task<int> RunAsync(string folder, LedgerOnFailure onFailure)
    {
        var path = Path.Combine(folder, "ledger.db");
        var ballast = Path.Combine(folder, "ballast");
        var (settled, refused, unrecorded) = (0, 0, 0L);
        await using (var writer = LedgerWriter.Open(path, TimeProvider.System, new LedgerWriterOptions { OnFailure = onFailure, RetryEvery = TimeSpan.FromMilliseconds(50) }))
        {
            async Task LoadAsync(int phase) => await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(async () =>
            {
                for (var round = 0; round < 100; round++)
                {
                    var attempt = ProbeAttempt.Sent((phase * 100) + caller, round);
                    try
                    {
                        await writer.ReserveAsync(attempt);
                    }
                    catch (LedgerException)
                    {
                        // No entry, no service: but what follows is an attempt that was reserved before, for all the writer knows.
                        Interlocked.Increment(ref refused);
                    }

                    ProbeAttempt.Answer(attempt);
                    try
                    {
                        Interlocked.Increment(ref settled);
                        await writer.SettleAsync(attempt);
                    }
                    catch (LedgerException)
                    {
                        Interlocked.Increment(ref refused);
                    }
                }
            })));

            await LoadAsync(0);
            Fill(ballast);

            // What its log has room for from before still fits: until nothing does.
            var phase = 0;
            do
            {
                await LoadAsync(++phase);
            }
            while (!writer.IsFailing && phase < 50);

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"full: failing {writer.IsFailing} ({writer.LastFailure?.Code}), {writer.Waiting} wait, {refused} refused"));
            File.Delete(ballast);
            await LoadAsync(++phase);
            using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
            for (var i = 0; i < 1_500 && (writer.IsFailing || writer.Waiting > 0); i++)
            {
                await tick.WaitForNextTickAsync();
            }

            unrecorded = writer.Unrecorded;
        }

        var (rows, distinct) = Count(path);
        var problems = LedgerInspection.Run(path).Problems;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{settled} attempts settled, {rows} in the ledger, {distinct} different, {unrecorded} unrecorded, {problems.Length} problems"));
        return rows == settled && distinct == settled && unrecorded == 0 && problems.IsEmpty ? 0 : 1;
    }

    private static void Fill(string ballast)
    {
        using var file = File.Create(ballast);
        try
        {
            for (var block = new byte[4096]; ;)
            {
                file.Write(block);
                file.Flush();
            }
        }
        catch (IOException)
        {
            // Full: as it was meant to be.
        }
    }

    private static (long Rows, long Distinct) Count(string path)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*), count(DISTINCT request_id) FROM attempt";
        using var reader = command.ExecuteReader();
        reader.Read();
        return (reader.GetInt64(0), reader.GetInt64(1));
    }
}
