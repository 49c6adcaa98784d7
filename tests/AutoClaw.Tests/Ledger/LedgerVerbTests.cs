using System.CommandLine;
using AutoClaw.Cli;
using AutoClaw.Core.Model;
using AutoClaw.Gateway.Ledger;
using Microsoft.Extensions.Time.Testing;
using Parquet;

namespace AutoClaw.Tests.Ledger;

/// <summary>The verbs of <c>autoclaw ledger</c>, while a gateway has the file open.</summary>
public sealed class LedgerVerbTests
{
    private static readonly FakeTimeProvider Time = new(LedgerFolder.Noon.AddDays(1));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("verify")]
    [InlineData("export")]
    [InlineData("prune --before 1d")]
    [InlineData("backup copy.db")]
    public void Any_NoLedger_SaysSoAndMakesNone(string verb)
    {
        using var folder = new LedgerFolder();
        var (exit, output, error) = Run([.. verb.Split(' '), "--ledger", folder.Path]);
        Assert.Equal((ExitCode.Failed, ""), (exit, output));
        Assert.Contains("No ledger yet", error, StringComparison.Ordinal);
        Assert.False(File.Exists(folder.Path));
    }

    [Fact]
    public async Task Verify_SoundLedger_SaysHowManyAndThatAllIsWell()
    {
        using var folder = new LedgerFolder();
        await using var writer = folder.Open();
        await KeepAsync(writer, "r1", "r2");
        await writer.ReserveAsync(LedgerFolder.Attempt("open"));
        var (exit, output, _) = Run("verify", "--ledger", folder.Path);
        Assert.Equal(ExitCode.Ok, exit);
        Assert.Contains("attempts      2", output, StringComparison.Ordinal);
        Assert.Contains("reservations  1 groups open", output, StringComparison.Ordinal);
        Assert.Contains("no problem found", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("UPDATE attempt SET cost_pd = -1", "2 entries with negative tokens or cost")]
    [InlineData("UPDATE attempt SET cached_tokens = input_tokens + 1", "2 entries with more cached than prompt tokens")]
    [InlineData("UPDATE attempt SET reasoning_tokens = 99999", "2 entries with more reasoning than output tokens")]
    [InlineData("UPDATE attempt SET done_us = 1", "2 entries whose end is before their beginning")]
    [InlineData("UPDATE attempt SET error_code = 'x'", "2 completed entries with an error code")]
    [InlineData("UPDATE attempt SET outcome = 3", "2 failed entries without an error code")]
    public async Task Verify_EntriesThatNoGatewayWrites_AreNamedAndItFails(string damage, string problem)
    {
        using var folder = new LedgerFolder();
        await using (var writer = folder.Open())
        {
            await KeepAsync(writer, "r1", "r2");
        }

        folder.Query(damage, _ => 0);
        var (exit, _, error) = Run("verify", "--ledger", folder.Path);
        Assert.Equal(ExitCode.Failed, exit);
        Assert.Contains(problem, error, StringComparison.Ordinal);
        Assert.Contains(problem, Run("verify", "--json", "--ledger", folder.Path).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_DamagedFile_IsNamed()
    {
        using var folder = new LedgerFolder();
        await using (var writer = folder.Open())
        {
            await KeepAsync(writer, [.. Enumerable.Range(0, 2000).Select(i => $"request-{i}")]);
        }

        using (var file = new FileStream(folder.Path, FileMode.Open))
        {
            file.Seek(file.Length / 2, SeekOrigin.Begin);
            file.Write(new byte[20_000]);
        }

        var (exit, _, error) = Run("verify", "--ledger", folder.Path);
        Assert.Equal(ExitCode.Failed, exit);
        Assert.Matches("damaged|malformed|corrupt", error);
    }

    [Fact]
    public async Task Export_Csv_IsEveryAttemptWithExactMoneyAndQuotesWhereNeeded()
    {
        using var folder = new LedgerFolder();
        await using var writer = folder.Open();
        await KeepAsync(writer, "r1", "with \"quotes\", commas");
        var (exit, output, _) = Run("export", "--output", Beside(folder, "a.csv"), "--ledger", folder.Path);
        Assert.Equal(ExitCode.Ok, exit);
        Assert.Contains("2 attempts in", output, StringComparison.Ordinal);
        var lines = (await File.ReadAllTextAsync(Beside(folder, "a.csv"), Cancellation)).Split("\r\n");
        Assert.Equal(4, lines.Length);
        Assert.StartsWith("request_id,number,received_at,sent_us,", lines[0], StringComparison.Ordinal);
        Assert.Equal(
            "r1,1,2026-11-01T12:00:00.000000Z,120,,,,500,key1,chat,1,auto,cloud-1,cloud,cloud-1-model,0,score_above_threshold,0.75,0.5,41.5,100,0,0,0,50,0,1,test,0.000001,0.000002,completed,,,,answer,,,,,,,,",
            lines[1]);
        Assert.StartsWith("\"with \"\"quotes\"\", commas\",1,", lines[2], StringComparison.Ordinal);
        Assert.Single(Directory.GetFiles(folder.Folder, "a.*"));
    }

    [Theory]
    [InlineData("--since", "2026-11-02", 0)]
    [InlineData("--since", "2d", 1)]
    [InlineData("--until", "2026-11-01", 0)]
    [InlineData("--until", "2026-11-01T12:01", 1)]
    public async Task Export_Range_IsKept(string option, string moment, int rows)
    {
        using var folder = new LedgerFolder();
        await using var writer = folder.Open();
        await KeepAsync(writer, "r1");
        Run("export", option, moment, "--output", Beside(folder, "a.csv"), "--ledger", folder.Path);
        Assert.Equal(rows + 1, (await File.ReadAllLinesAsync(Beside(folder, "a.csv"), Cancellation)).Length);
    }

    [Fact]
    public async Task Export_Parquet_HasTypedColumnsAndTheSameRows()
    {
        using var folder = new LedgerFolder();
        await using var writer = folder.Open();
        await KeepAsync(writer, "r1", "r2");
        var (exit, _, error) = Run("export", "--output", Beside(folder, "a.parquet"), "--ledger", folder.Path);
        Assert.True(exit == ExitCode.Ok, error);
        await using var reader = await ParquetReader.CreateAsync(Beside(folder, "a.parquet"), cancellationToken: Cancellation);
        Assert.Equal(ExportColumn.All.Select(column => column.Name), reader.Schema.GetDataFields().Select(field => field.Name));
        using var group = reader.OpenRowGroupReader(0);
        var ids = new string[2];
        await group.ReadAsync(reader.Schema.FindDataField("request_id"), ids, null, Cancellation);
        var costs = new decimal?[2];
        await group.ReadAsync<decimal>(reader.Schema.FindDataField("cost_usd"), costs, null, Cancellation);
        var times = new DateTime?[2];
        await group.ReadAsync<DateTime>(reader.Schema.FindDataField("received_at"), times, null, Cancellation);
        var scores = new double?[2];
        await group.ReadAsync<double>(reader.Schema.FindDataField("score"), scores, null, Cancellation);
        var firstBytes = new long?[2];
        await group.ReadAsync<long>(reader.Schema.FindDataField("first_byte_us"), firstBytes, null, Cancellation);
        Assert.Equal(["r1", "r2"], ids);
        Assert.Equal([0.000001m, 0.000001m], costs);
        Assert.All(times, time => Assert.Equal(LedgerFolder.Noon.UtcDateTime, time));
        Assert.Equal([0.75, 0.75], scores);
        Assert.All(firstBytes, value => Assert.Null(value));
    }

    [Fact]
    public void Export_ParquetWithoutAFile_IsRefused()
    {
        using var folder = new LedgerFolder();
        Assert.NotEqual(ExitCode.Ok, Run("export", "--format", "parquet", "--ledger", folder.Path).Exit);
    }

    [Fact]
    public async Task Prune_OldEntries_AreGoneFromTheFileAndTheOthersStay()
    {
        using var folder = new LedgerFolder();
        await using var writer = folder.Open();
        await KeepAsync(writer, [.. Enumerable.Range(0, 12_000).Select(i => $"old-secret-{i}")]);
        await KeepAsync(writer, LedgerFolder.Noon.AddHours(20), "young");
        var (_, dry, _) = Run("prune", "--before", "2026-11-02", "--dry-run", "--ledger", folder.Path);
        Assert.Contains("12000 attempts are from before 2026-11-02 00:00 UTC", dry, StringComparison.Ordinal);
        var (exit, output, _) = Run("prune", "--before", "2026-11-02", "--ledger", folder.Path);
        Assert.Equal(ExitCode.Ok, exit);
        Assert.Contains("12000 attempts from before 2026-11-02 00:00 UTC removed", output, StringComparison.Ordinal);
        Assert.Equal(["young"], folder.Query("SELECT request_id FROM attempt", row => row.GetString(0)));

        // The gateway goes on, and nothing of the old ones is left in the bytes.
        await KeepAsync(writer, "next");
        await writer.DisposeAsync();
        foreach (var path in Directory.GetFiles(folder.Folder))
        {
            Assert.Equal(-1, (await File.ReadAllBytesAsync(path, Cancellation)).AsSpan().IndexOf("old-secret-"u8));
        }
    }

    [Fact]
    public async Task Backup_WhileWriting_IsAWholeLedgerThatNobodyElseCanRead()
    {
        using var folder = new LedgerFolder();
        await using var writer = folder.Open();
        await KeepAsync(writer, "r1", "r2", "r3");
        var (exit, output, _) = Run("backup", Beside(folder, "copy.db"), "--ledger", folder.Path);
        Assert.Equal(ExitCode.Ok, exit);
        Assert.Contains("3 attempts in", output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Ok, Run("verify", "--ledger", Beside(folder, "copy.db")).Exit);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Beside(folder, "copy.db")));
        }

        var again = Run("backup", Beside(folder, "copy.db"), "--ledger", folder.Path);
        Assert.Equal(ExitCode.Failed, again.Exit);
        Assert.Contains("is there already", again.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder.Folder, "*.part"));
    }

    private static string Beside(LedgerFolder folder, string name) => Path.Combine(folder.Folder, name);

    private static Task KeepAsync(LedgerWriter writer, params string[] requests) => KeepAsync(writer, LedgerFolder.Noon, requests);

    private static async Task KeepAsync(LedgerWriter writer, DateTimeOffset at, params string[] requests)
    {
        var settled = new List<Task>();
        foreach (var request in requests)
        {
            var attempt = LedgerFolder.Attempt(request, at: at);
            attempt.Outcome = AttemptOutcome.Completed;
            attempt.DoneMicros = 500;
            settled.Add(writer.SettleAsync(attempt).AsTask());
        }

        await Task.WhenAll(settled);
    }

    private static (int Exit, string Output, string Error) Run(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var root = new RootCommand { LedgerVerb.Create(new Terminal(output, error, colour: false), Time) };
        return (root.Parse(["ledger", .. arguments]).Invoke(), output.ToString(), error.ToString());
    }
}
