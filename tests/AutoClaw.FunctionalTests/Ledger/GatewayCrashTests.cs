using System.Globalization;
using System.Text.Json;
using AutoClaw.Cli.Simulator;
using AutoClaw.Core.Model;
using AutoClaw.FunctionalTests.Gateway;
using AutoClaw.FunctionalTests.Verbs;
using AutoClaw.Gateway.Ledger;

namespace AutoClaw.FunctionalTests.Ledger;

/// <summary>
/// The gateway's process is killed under load, again and again, and started on the same ledger. <c>bench/crash.sh</c> runs it with more
/// kills (<c>AUTOCLAW_KILLS</c>, <c>AUTOCLAW_SEED</c>) and shows what it found (<c>AUTOCLAW_CRASH_REPORT</c>).
/// </summary>
public sealed class GatewayCrashTests
{
    private const int Clients = 12;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task KilledGateway_WhatClientsWereTold_IsInTheLedgerExactlyOnce()
    {
        var kills = int.Parse(Environment.GetEnvironmentVariable("AUTOCLAW_KILLS") ?? "3", CultureInfo.InvariantCulture);
        var random = new Random(int.Parse(Environment.GetEnvironmentVariable("AUTOCLAW_SEED") ?? "6", CultureInfo.InvariantCulture));
        using var folder = new CliFolder();
        await using var local = await SimulatorServer.StartAsync(new() { Model = "local-model", OutputTokens = 30, TokensPerSecond = 600, FaultMarkers = true }, Cancellation);
        await using var cloud = await SimulatorServer.StartAsync(new() { Model = "cloud-model", OutputTokens = 30, TokensPerSecond = 600 }, Cancellation);
        var ledger = Path.Combine(folder.Path, "ledger.db");
        folder.Write("autoclaw.yaml", $$"""
            auth: {allow_anonymous_loopback: true}
            ledger: {path: "{{ledger}}" }
            engines:
              local: {place: local, base_url: {{local.BaseUrl}}, model: local-model, embedding_model: local-model, price: {input: 0, output: 0} , retries: 0}
              cloud: {place: cloud, base_url: {{cloud.BaseUrl}}, private_network: true, model: cloud-model, price: {input: 1, output: 2}, retries: 0}
            routes:
              first: {engines: [local, cloud], aim: {threshold: 1} }
            """);
        var begun = new List<string>();
        var whole = new List<(string Id, long? Tokens)>();
        var ready = new List<double>();
        for (var kill = 0; kill < kills; kill++)
        {
            var began = TimeProvider.System.GetTimestamp();
            await using var process = CliProcess.Start(folder, "up", "--port", "0", "--json");
            await process.Output.FirstAsync(line => line == "}", Cancellation);
            ready.Add(TimeProvider.System.GetElapsedTime(began).TotalSeconds);
            using var report = JsonDocument.Parse(process.OutputText);
            using var load = new CrashLoad(new Uri(report.RootElement.GetProperty("base_url").GetString()!), Cancellation);
            var clients = Enumerable.Range(0, Clients).Select(client => load.RunAsync(client, random.Next())).ToArray();
            var enough = random.Next(20, 150);
            await Fixtures.Eventually.TrueAsync(() => load.Begun.Count >= enough);
            process.Signal("-KILL");
            await process.WaitAsync();
            await Task.WhenAll(clients).WaitAsync(TimeSpan.FromSeconds(60), Cancellation);
            begun.AddRange(load.Begun);
            whole.AddRange(load.Whole);
        }

        // As the next start would do.
        await LedgerWriter.Open(ledger, TimeProvider.System).DisposeAsync();

        await Fixtures.Eventually.TrueAsync(() => local.Stats.InFlight == 0 && cloud.Stats.InFlight == 0);
        var rows = LedgerRow.ReadAll(ledger);
        var byRequest = rows.ToLookup(row => row.RequestId);
        var lost = whole.Count(answer => byRequest[answer.Id].Count(row => row.Outcome == AttemptOutcome.Completed) != 1)
            + begun.Count(id => !byRequest[id].Any());
        var doubled = rows.GroupBy(row => (row.RequestId, row.Number)).Count(attempt => attempt.Count() > 1);
        var unlike = whole.Count(answer => answer.Tokens is { } tokens && byRequest[answer.Id].Where(row => row.Outcome == AttemptOutcome.Completed).Sum(row => row.OutputTokens) != tokens);
        var problems = LedgerInspection.Run(ledger).Problems;
        var asked = local.Stats.Requests + cloud.Stats.Requests;
        var unknown = rows.Count(row => row.Outcome == AttemptOutcome.Unknown);
        var completed = rows.Count(row => row.Outcome == AttemptOutcome.Completed);
        var answered = local.Stats.Answered + cloud.Stats.Answered;
        ready.Sort();
        Report(string.Create(
            CultureInfo.InvariantCulture,
            $"{kills} kills, {Clients} clients: {begun.Count:N0} answers begun, {whole.Count:N0} whole. Ledger: {rows.Count:N0} attempts, {completed:N0} completed, {unknown} unknown; engines: {asked:N0} calls, {answered:N0} answered whole. {lost} lost, {doubled} doubled, {unlike} with other tokens than the client was told, {problems.Length} problems. Ready again in {ready[ready.Count / 2]:F2} s (median), {ready[^1]:F2} s at most."));

        Assert.Equal((0, 0, 0), (lost, doubled, unlike));
        Assert.Empty(problems);

        // What was under way at a kill may be with one side alone: a call whose reservation was not committed yet, or that was reserved and
        // not sent. Everything else is with both.
        Assert.InRange(asked - rows.Count, -Clients * kills, Clients * kills);
        Assert.InRange(answered, completed, completed + unknown + (Clients * kills));
    }

    private static void Report(string text)
    {
        TestContext.Current.TestOutputHelper?.WriteLine(text);
        if (Environment.GetEnvironmentVariable("AUTOCLAW_CRASH_REPORT") is { } file)
        {
            File.AppendAllText(file, text + "\n");
        }
    }
}
