using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using AutoClaw.Cli.Simulator;
using AutoClaw.FunctionalTests.Fixtures;
using AutoClaw.FunctionalTests.Gateway;
using AutoClaw.FunctionalTests.Queue;
using AutoClaw.Gateway.Ledger;
using AutoClaw.Gateway.Options;

namespace AutoClaw.FunctionalTests.Ledger;

/// <summary>
/// A gateway under load whose ledger's disk is full, becomes read-only, or says nothing any more. <c>bench/outage.sh</c> lets it last longer
/// (<c>AUTOCLAW_OUTAGE_SECONDS</c>) and shows what it found (<c>AUTOCLAW_OUTAGE_REPORT</c>).
/// </summary>
public sealed class GatewayOutageTests
{
    private const int Clients = 8;

    // What a client that was refused waits before it asks again: eight that do not would be a flood.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Outage.Full, LedgerOnFailure.Refuse)]
    [InlineData(Outage.Full, LedgerOnFailure.Serve)]
    [InlineData(Outage.ReadOnly, LedgerOnFailure.Refuse)]
    [InlineData(Outage.ReadOnly, LedgerOnFailure.Serve)]
    [InlineData(Outage.Stalled, LedgerOnFailure.Refuse)]
    [InlineData(Outage.Stalled, LedgerOnFailure.Serve)]
    public async Task Disk_FailsUnderLoad_AsConfiguredAndRecoversUnaidedWithEachCallOnce(Outage outage, LedgerOnFailure onFailure)
    {
        // A stall has to be longer than the five seconds that are waited for a disk.
        var lasts = TimeSpan.FromSeconds(
            Environment.GetEnvironmentVariable("AUTOCLAW_OUTAGE_SECONDS") is { } seconds ? int.Parse(seconds, CultureInfo.InvariantCulture) : outage == Outage.Stalled ? 7 : 2);
        await using var disk = await OutageDisk.MountAsync();
        await using var engine = await SimulatorServer.StartAsync(new() { Model = TestEngine.LocalModel, OutputTokens = 6, TokensPerSecond = 300 }, Cancellation);
        await using var gateway = await GatewayUnderTest.StartAsync(
            options => options with { Ledger = new LedgerOptions(disk.LedgerPath) { OnFailure = onFailure } },
            new EngineOptions { Id = TestEngine.LocalId, Model = TestEngine.LocalModel, BaseUrl = engine.BaseUrl, Place = AutoClaw.Core.Model.Place.Local, Retries = 0 });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var answers = new Answers();
        var load = Enumerable.Range(0, Clients).Select(client => Task.Run(() => LoadAsync(gateway, client, answers, stop.Token))).ToArray();
        await Eventually.TrueAsync(() => answers.Served >= 50);

        var began = TimeProvider.System.GetTimestamp();
        answers.BeginAnew();
        await disk.BreakAsync(outage, lasts);
        await Eventually.TrueAsync(() => FailsAsync(gateway));
        var before = answers.Seen;
        await Eventually.TrueAsync(() => onFailure == LedgerOnFailure.Serve ? answers.Served >= before.Served + 50 : answers.Refused >= before.Refused + 50);
        var (ready, metrics) = await LookAsync(gateway);
        while (TimeProvider.System.GetElapsedTime(began) < lasts)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Cancellation);
        }

        var (served, refused, longest) = answers.Seen;
        await disk.MendAsync(outage);
        began = TimeProvider.System.GetTimestamp();
        await Eventually.TrueAsync(async () => !await FailsAsync(gateway));
        var recovered = TimeProvider.System.GetElapsedTime(began);
        answers.BeginAnew();
        await Eventually.TrueAsync(() => answers.Served >= 50);
        await stop.CancelAsync();
        await Task.WhenAll(load);
        await Eventually.TrueAsync(() => engine.Stats.InFlight == 0);
        await gateway.StopAsync();

        var rows = LedgerRow.ReadAll(disk.LedgerPath);
        Report(string.Create(
            CultureInfo.InvariantCulture,
            $"| {outage.ToString().ToLowerInvariant()} | {onFailure.ToString().ToLowerInvariant()} | {lasts.TotalSeconds:0} | {served:N0} | {refused:N0} | {longest.TotalSeconds:0.0} | {recovered.TotalSeconds:0.0} | {engine.Stats.Requests:N0} | {rows.Count:N0} |"));
        Assert.Equal(onFailure == LedgerOnFailure.Serve ? HttpStatusCode.OK : HttpStatusCode.ServiceUnavailable, ready.Status);
        Assert.Contains("ledger", ready.Text, StringComparison.Ordinal);
        Assert.Matches("(?m)^autoclaw_ledger_failing\\{.* 1$", metrics);
        Assert.Matches("(?m)^autoclaw_ledger_unrecorded_total\\{.* 0$", metrics);
        Assert.True(longest < TimeSpan.FromSeconds(20), $"A request took {longest}.");
        Assert.Empty(answers.Wrong);

        // Each call of the engine once, whatever became of its client.
        Assert.Equal(rows.Count, rows.DistinctBy(row => (row.RequestId, row.Number)).Count());
        Assert.Equal(engine.Stats.Requests, rows.Count);
        Assert.Empty(LedgerInspection.Run(disk.LedgerPath).Problems);
    }

    private static async Task LoadAsync(GatewayUnderTest gateway, int client, Answers answers, CancellationToken stop)
    {
        using var http = new HttpClient();
        for (var round = client; !stop.IsCancellationRequested; round++)
        {
            var began = TimeProvider.System.GetTimestamp();
            var stream = round % 2 == 0;
            try
            {
                var isWhole = answers.Take(stream, await Occupied.SendAsync(gateway, http, Occupied.Ask(GatewayUnderTest.LocalFirst, stream)), TimeProvider.System.GetElapsedTime(began));
                if (!isWhole)
                {
                    await Task.Delay(Pause, TimeProvider.System, Cancellation);
                }
            }
            catch (Exception error) when (error is HttpRequestException or IOException)
            {
                // A stream that could not be recorded is broken off, with its error as the last event.
                answers.Broke(stream, error, TimeProvider.System.GetElapsedTime(began));
            }
        }
    }

    private static async Task<bool> FailsAsync(GatewayUnderTest gateway) =>
        (await gateway.GetAsync("/metrics")).Text.Split('\n').Any(line => line.StartsWith("autoclaw_ledger_failing{", StringComparison.Ordinal) && line.EndsWith(" 1", StringComparison.Ordinal));

    private static async Task<(HttpAnswer Ready, string Metrics)> LookAsync(GatewayUnderTest gateway) =>
        (await gateway.GetAsync("/readyz"), (await gateway.GetAsync("/metrics")).Text);

    private static void Report(string text)
    {
        TestContext.Current.TestOutputHelper?.WriteLine(text);
        if (Environment.GetEnvironmentVariable("AUTOCLAW_OUTAGE_REPORT") is { } file)
        {
            File.AppendAllText(file, text + "\n");
        }
    }

    /// <summary>What clients were told, since the last change of the disk.</summary>
    private sealed class Answers
    {
        private readonly Lock _lock = new();
        private int _served;
        private int _refused;
        private TimeSpan _longest;

        public ConcurrentBag<string> Wrong { get; } = [];

        public int Served => Seen.Served;

        public int Refused => Seen.Refused;

        public (int Served, int Refused, TimeSpan Longest) Seen
        {
            get
            {
                lock (_lock)
                {
                    return (_served, _refused, _longest);
                }
            }
        }

        public void BeginAnew()
        {
            lock (_lock)
            {
                (_served, _refused, _longest) = (0, 0, default);
            }
        }

        public bool Take(bool stream, HttpAnswer answer, TimeSpan took)
        {
            var isWhole = answer.Status == HttpStatusCode.OK && (!stream || answer.Text.EndsWith("data: [DONE]\n\n", StringComparison.Ordinal));
            if (!isWhole && !(answer.Status == HttpStatusCode.ServiceUnavailable && answer.ErrorCode!.StartsWith("ledger_", StringComparison.Ordinal)))
            {
                Wrong.Add($"{answer.Status} {answer.Text}");
            }

            Add(isWhole, took);
            return isWhole;
        }

        public void Broke(bool stream, Exception error, TimeSpan took)
        {
            if (!stream)
            {
                Wrong.Add(error.ToString());
            }

            Add(isWhole: false, took);
        }

        private void Add(bool isWhole, TimeSpan took)
        {
            lock (_lock)
            {
                _served += isWhole ? 1 : 0;
                _refused += isWhole ? 0 : 1;
                _longest = took > _longest ? took : _longest;
            }
        }
    }
}
