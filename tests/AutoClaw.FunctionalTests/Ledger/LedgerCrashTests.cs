using System.Diagnostics;
using AutoClaw.Core.Model;
using AutoClaw.Gateway.Ledger;
using Microsoft.Data.Sqlite;

namespace AutoClaw.FunctionalTests.Ledger;

/// <summary>A real process writes to a ledger and is killed in the middle; what it had said is committed must be there.</summary>
public sealed class LedgerCrashTests : IDisposable
{
    private static readonly string Probe = Path.Combine(
        AppContext.BaseDirectory, "AutoClaw.LedgerProbe" + (OperatingSystem.IsWindows() ? ".exe" : ""));

    private readonly string _folder = Directory.CreateTempSubdirectory("autoclaw-crash-").FullName;

    private string Ledger => Path.Combine(_folder, "ledger.db");

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 8)]
    [InlineData(3, 64)]
    public async Task KilledProcess_WhatItHadAcknowledged_IsThereExactlyOnce(int seed, int callers)
    {
        var random = new Random(seed);
        var reserved = new HashSet<string>();
        var settled = new HashSet<string>();

        // The same file through several deaths: each start also has to recover what the one before left.
        for (var death = 0; death < 4; death++)
        {
            await RunAndKillAsync(callers, acknowledgements: random.Next(1, 4_000), reserved, settled);
        }

        var left = Rows("SELECT count(*) FROM reservation", row => row.GetInt64(0)).Single();
        await using (var writer = LedgerWriter.Open(Ledger, TimeProvider.System))
        {
            Assert.True(writer.Recovered > 0 || left == 0, "Reservations were left and none was recovered.");
        }

        var rows = Rows("SELECT request_id, outcome, estimated, cost_pd FROM attempt", row =>
            (Id: row.GetString(0), Outcome: (AttemptOutcome)row.GetInt32(1), Estimated: row.GetBoolean(2), Cost: row.GetInt64(3)));
        var byId = rows.ToDictionary(row => row.Id);
        Assert.True(settled.Count > 0 && reserved.Count >= settled.Count, "The process acknowledged nothing.");
        Assert.All(settled, id => Assert.Equal((AttemptOutcome.Completed, false, 972_000_000L), (byId[id].Outcome, byId[id].Estimated, byId[id].Cost)));

        // Acknowledged as reserved only: unknown at the estimate, unless the settlement was committed and death came before its acknowledgement.
        Assert.All(reserved.Except(settled), id => Assert.Contains(
            (byId[id].Outcome, byId[id].Estimated, byId[id].Cost),
            new[] { (AttemptOutcome.Unknown, true, 1_078_000_000L), (AttemptOutcome.Completed, false, 972_000_000L) }));
        Assert.Contains(rows, row => row.Outcome == AttemptOutcome.Unknown);
        Assert.Equal(0, Rows("SELECT count(*) FROM reservation", row => row.GetInt64(0)).Single());
        Assert.Equal("ok", Rows("PRAGMA integrity_check", row => row.GetString(0)).Single());
    }

    [Fact]
    public async Task LivingProcess_ItsLedger_IsRefusedAndItsReservationsAreLeftAlone()
    {
        var reserved = new HashSet<string>();
        var settled = new HashSet<string>();
        using var probe = Start(callers: 4);
        try
        {
            await ReadAsync(probe, acknowledgements: 200, reserved, settled);

            Assert.Equal(LedgerException.InUse, Assert.Throws<LedgerException>(() => LedgerWriter.Open(Ledger, TimeProvider.System)).Code);

            Assert.Equal(0, Rows("SELECT count(*) FROM attempt WHERE outcome = 0", row => row.GetInt64(0)).Single());
            await ReadAsync(probe, acknowledgements: 200, reserved, settled);
        }
        finally
        {
            probe.Kill();
            await probe.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task RunAndKillAsync(int callers, int acknowledgements, HashSet<string> reserved, HashSet<string> settled)
    {
        using var probe = Start(callers);
        await ReadAsync(probe, acknowledgements, reserved, settled);
        probe.Kill();

        // Until the pipe is empty: these were committed too.
        await ReadAsync(probe, int.MaxValue, reserved, settled);
        await probe.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    private Process Start(int callers) => Process.Start(
        new ProcessStartInfo(Probe, ["crash", Ledger, callers.ToString(System.Globalization.CultureInfo.InvariantCulture)]) { RedirectStandardOutput = true })!;

    private static async Task ReadAsync(Process probe, int acknowledgements, HashSet<string> reserved, HashSet<string> settled)
    {
        while (acknowledgements-- > 0 && await probe.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            // Death may cut the last line short; an id is whole with the twelve digits of its round.
            if (line is ['R' or 'S', ..] && line.Count(c => c == '-') == 2 && line.Length - line.LastIndexOf('-') == 13)
            {
                var kind = line[0] == 'R' ? reserved : settled;
                Assert.True(kind.Add(line[2..]), $"Acknowledged twice: {line}");
            }
        }
    }

    private List<T> Rows<T>(string sql, Func<SqliteDataReader, T> read)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Ledger, Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(read(reader));
        }

        return rows;
    }
}
