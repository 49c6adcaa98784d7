using System.CommandLine;
using AutoClaw.Cli.Bench;
using AutoClaw.Cli.Bench.Output;
using AutoClaw.Core.Advisor.Data;
using AutoClaw.Core.Benchmark.Report;
using AutoClaw.Core.Model;
using AutoClaw.Core.Pricing;
using AutoClaw.Gateway;
using AutoClaw.Gateway.Options;
using AutoClaw.Gateway.Relay;
using Spectre.Console;

namespace AutoClaw.Cli;

/// <summary><c>autoclaw bench</c>: engines against each other, on the same prompts, over their public APIs.</summary>
internal static class BenchVerb
{
    // A mistake in a price or a prompt should cost a lunch at most.
    private const decimal UsualMaxSpend = 1;

    public static Command Create(Terminal terminal, TimeProvider time)
    {
        var options = new BenchOptions();
        var command = new Command("bench", "Measure engines against each other on the same prompts: times, speed, quality, cost, each with its interval and a verdict.");
        options.AddTo(command);
        command.Subcommands.Add(BenchCompareVerb.Create(terminal));
        command.SetAction(async (parse, cancelled) =>
        {
            var request = options.Request(parse);
            var problems = new List<string>();
            var hardware = new List<HardwareClaim>();
            foreach (var text in request.Hardware)
            {
                if (HardwareClaim.Parse(text, MarketData.Shipped, out var problem) is { } claim)
                {
                    hardware.Add(claim);
                }
                else
                {
                    problems.Add(problem!);
                }
            }

            var prompts = BenchPrompts.Read(request, options.Seed(parse), problems);
            var config = await BenchConfig.ReadAsync(request, terminal, time, problems, cancelled);
            if (problems.Count > 0)
            {
                return terminal.Fail(ExitCode.Usage, string.Join(' ', problems));
            }

            return config is null ? ExitCode.Config : await RunAsync(terminal, time, request, options.Plan(parse, prompts), hardware, config, cancelled);
        });
        return command;
    }

    private static async Task<int> RunAsync(Terminal terminal, TimeProvider time, BenchRequest request, BenchPlan plan, IReadOnlyList<HardwareClaim> hardware, GatewayOptions config, CancellationToken cancelled)
    {
        PriceList prices;
        try
        {
            prices = SnapshotState.LoadPrices(config.PriceFile);
        }
        catch (GatewayStartException e)
        {
            return terminal.Fail(ExitCode.Failed, e.Message);
        }

        await using var engines = await BenchEngines.StartAsync(config, prices, time, cancelled);
        if (request.MaxSpend is not null && engines.All.FirstOrDefault(static e => e.Facts is { Place: Place.Cloud, Simulated: false } && e.Highest(1, 1) is null) is { } unpriced)
        {
            return terminal.Fail(
                ExitCode.Failed, $"--max-spend can't be kept: what {unpriced.Name} ({unpriced.Facts.Model}) costs is not known. Give engines.{unpriced.Name}.price, or a price_file.");
        }

        var spend = new SpendLimit(Money.FromUsd(request.MaxSpend ?? UsualMaxSpend));
        var meter = new BenchMeter(terminal, spend);
        var recorder = new CallRecorder(spend, meter.Take);
        var clock = new BenchClock(time);
        var startedAt = time.GetUtcNow();
        var run = new BenchRun(plan, [.. engines.All.Select(e => new EngineCaller(e, clock, request.Temperature))], recorder, clock);
        var interrupted = false;
        var problem = await meter.RunAsync(async () =>
        {
            try
            {
                return await run.RunAsync(cancelled);
            }
            catch (OperationCanceledException) when (cancelled.IsCancellationRequested)
            {
                // What has been measured is paid for: it is reported.
                interrupted = true;
                return null;
            }
        });
        if (problem is not null)
        {
            return terminal.Fail(ExitCode.Unreachable, problem);
        }

        var ended = interrupted ? "interrupted" : spend.IsReached ? "max_spend" : run.Decided ? "decided" : null;
        var report = BenchVerdicts.Report(
            [.. engines.All.Select(static e => e.Facts)], run, plan, recorder, new BenchHead(startedAt, clock.Micros / 1e6, request.Scale, ended), hardware);
        return Write(terminal, request, report, recorder);
    }

    private static int Write(Terminal terminal, BenchRequest request, BenchReport report, CallRecorder recorder)
    {
        if (request.Json)
        {
            terminal.Writer.WriteLine(BenchJson.Write(report));
        }
        else
        {
            BenchTables.Write(terminal, report);
        }

        try
        {
            if (request.Output is { } folder)
            {
                BenchFiles.Write(folder, report, recorder.Calls);
                terminal.Error.WriteLine($"{Path.Combine(folder, BenchFiles.Html)} has all of it, {BenchFiles.Calls} each call.");
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return terminal.Fail(ExitCode.Failed, $"The report could not be written: {e.Message}");
        }

        // A run that measured nothing is no result to go on with.
        return report.Engines.Any(static e => e.Calls - e.Errors.Values.Sum() > 0) ? ExitCode.Ok : terminal.Fail(ExitCode.Failed, "No call was answered.");
    }
}
