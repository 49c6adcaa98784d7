using System.Globalization;
using System.Text.Json;
using AutoClaw.Cli;
using AutoClaw.Core.Model;
using AutoClaw.FunctionalTests.Verbs;
using AutoClaw.Gateway.Ledger;

namespace AutoClaw.FunctionalTests.Advice;

public sealed class AdviseLedgerTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 2, 0, 10, 0, TimeSpan.Zero);

    [Fact]
    public async Task Advise_FromLedger_TakesTheWorkFromIt()
    {
        using var folder = new CliFolder();
        var path = Path.Combine(folder.Path, "a.db");

        // 48 hours of 30 requests, and 90 in one of them: a quarter local and short, the rest cloud. Simulated ones do not count.
        await WriteAsync(path, Hours(48, static hour => hour == 20 ? 90 : 30), simulated: 500);
        var before = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        var result = await CliProcess.RunAsync(folder, "advise", "--from-ledger", path, "--json", "--html", "advice.html");
        var inputs = result.Json().GetProperty("inputs");
        var requests = (47 * 30) + 90;
        Assert.Equal(requests / 48.0 * 730.485, Number(inputs, "workload", "requests_per_month"), 1e-6);
        Assert.Equal(90 / (requests / 48.0), Number(inputs, "workload", "peak_to_average"), 1e-9);

        // 375 local ones of 100 + 50 tokens, 1125 cloud ones of 400 + 200 of which 80 are thought and 100 come from the cache.
        Assert.Equal(((375 * 100) + (1125 * 400)) / 1500.0, Number(inputs, "workload", "input_tokens"), 1e-9);
        Assert.Equal(((375 * 50) + (1125 * 120)) / 1500.0, Number(inputs, "workload", "output_tokens"), 1e-9);
        Assert.Equal((0.25, 80, 0), (Number(inputs, "cloud", "cached_share"), Number(inputs, "cloud", "reasoning_tokens"), Number(inputs, "local", "cached_share")));
        Assert.Equal(375 * 150.0 / ((375 * 150) + (1125 * 600)), Number(inputs, "hybrid", "local_token_share"), 1e-9);
        Assert.Equal(0.25, Number(inputs, "hybrid", "local_request_share"), 1e-9);
        Assert.Contains("From the ledger: 1,500 requests over 2 days, 22,828 a month.", result.Errors, StringComparison.Ordinal);
        Assert.Contains("Less than a week", result.Errors, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken));

        var page = await File.ReadAllTextAsync(Path.Combine(folder.Path, "advice.html"), TestContext.Current.CancellationToken);
        Assert.Contains("at 22,828 requests a month", page, StringComparison.Ordinal);
        Assert.Contains("<p class=\"note\">From the ledger: 1,500 requests over 2 days, 22,828 a month.", page, StringComparison.Ordinal);

        // Options go before it.
        var other = (await CliProcess.RunAsync(folder, "advise", "--from-ledger", path, "--requests-per-month", "77", "--json")).Json().GetProperty("inputs");
        Assert.Equal(77, Number(other, "workload", "requests_per_month"));
    }

    [Fact]
    public async Task Advise_FromQuietLedgerOfTheCloud_AssumesWhatItCannotTell()
    {
        using var folder = new CliFolder();
        await WriteAsync(Path.Combine(folder.Path, "home", "ledger.db"), Hours(200, static _ => 1), cloudOnly: true);
        var result = await CliProcess.RunAsync(folder, "advise", "--from-ledger", "--json");
        var inputs = result.Json().GetProperty("inputs");
        Assert.Equal((2, 0.7), (Number(inputs, "workload", "peak_to_average"), Number(inputs, "hybrid", "local_token_share")));
        Assert.Contains("At 1 requests an hour the busiest hour is as much chance as habit", result.Errors, StringComparison.Ordinal);
        Assert.Contains("The ledger has no answers of local engines", result.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("Less than a week", result.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(30, 3, 0, "90 requests over 30 hours are too few")]
    [InlineData(3, 100, 0, "300 requests over 3 hours are too few")]
    [InlineData(0, 0, 200, "0 requests, simulated ones left out, over 0 hours are too few")]
    public async Task Advise_FromTooLittle_SaysSo(int hours, int each, int simulated, string message)
    {
        using var folder = new CliFolder();
        await WriteAsync(Path.Combine(folder.Path, "a.db"), Hours(hours, _ => each), simulated);
        var result = await CliProcess.RunAsync(folder, "advise", "--from-ledger", "a.db");
        Assert.Equal(ExitCode.Failed, result.ExitCode);
        Assert.Contains(message, result.Errors, StringComparison.Ordinal);
        Assert.Empty(result.Output);
    }

    private static IEnumerable<DateTimeOffset> Hours(int hours, Func<int, int> each) =>
        Enumerable.Range(0, hours).SelectMany(hour => Enumerable.Range(0, each(hour)).Select(request => Start.AddHours(hour).AddSeconds(request)));

    private static async Task WriteAsync(string path, IEnumerable<DateTimeOffset> times, int simulated = 0, bool cloudOnly = false)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await using var writer = LedgerWriter.Open(path, TimeProvider.System);
        await Task.WhenAll(times.Select((at, i) => KeepAsync(writer, i, at, local: !cloudOnly && i % 4 == 0, simulated: false)));
        await Task.WhenAll(Enumerable.Range(0, simulated).Select(i => KeepAsync(writer, 1_000_000 + i, Start, local: true, simulated: true)));
    }

    private static async Task KeepAsync(LedgerWriter writer, int number, DateTimeOffset at, bool local, bool simulated)
    {
        var attempt = new Attempt
        {
            RequestId = string.Create(CultureInfo.InvariantCulture, $"req-{number:D8}"),
            Number = 1,
            Operation = "chat",
            Route = "auto",
            Engine = local ? "mine" : "theirs",
            Place = local ? Place.Local : Place.Cloud,
            Model = local ? "small" : "big",
            Simulated = simulated,
            Reason = "pinned",
            ReceivedAt = at,
            Usage = local ? new Usage(100, 0, 50, 0, Estimated: false) : new Usage(400, 100, 200, 80, Estimated: false),
            Outcome = AttemptOutcome.Completed,
        };
        await writer.SettleAsync(attempt);
    }

    private static double Number(JsonElement inputs, string part, string name) => inputs.GetProperty(part).GetProperty(name).GetDouble();
}
