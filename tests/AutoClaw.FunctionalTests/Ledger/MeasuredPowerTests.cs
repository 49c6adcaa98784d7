using System.Globalization;
using System.Text;
using System.Text.Json;
using AutoClaw.FunctionalTests.Fixtures;
using AutoClaw.FunctionalTests.Verbs;

namespace AutoClaw.FunctionalTests.Ledger;

/// <summary>A gateway on a machine whose meter is made up: files as Linux has them, counting 50 watts.</summary>
public sealed class MeasuredPowerTests
{
    private const double Watts = 50;

    // A second and a half of work, then its price; hardware for nothing, so that the cost is the power's alone.
    private const string Config = """
        auth: {allow_anonymous_loopback: true}
        engines:
          home:
            kind: simulator
            place: local
            model: m
            cost: {hardware_usd: 0, watts: 1000, power: measured, usd_per_kwh: 1, utilisation: 1}
            simulator: {ttft: 0ms, tokens_per_second: 20, output_tokens: 40}
        """;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Answers_MeterTellsWhatTheMachineDraws_ArePricedByIt()
    {
        using var folder = new CliFolder();
        folder.Write("autoclaw.yaml", Config);
        folder.Write("powercap/intel-rapl:0/name", "package-0\n");
        folder.Write("powercap/intel-rapl:0/max_energy_range_uj", "262143328850\n");
        var counter = folder.Write("powercap/intel-rapl:0/energy_uj", "0\n");
        folder.Environment["AUTOCLAW_POWERCAP"] = Path.Combine(folder.Path, "powercap");
        using var over = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var counting = CountAsync(counter, over.Token);
        await using (var up = CliProcess.Start(folder, "up", "--port", "0", "--json"))
        {
            await up.Output.FirstAsync(line => line == "}", Cancellation);
            using var report = JsonDocument.Parse(up.OutputText);
            using var http = new HttpClient { BaseAddress = new Uri(report.RootElement.GetProperty("base_url").GetString()! + "/") };
            folder.Environment["AUTOCLAW_URL"] = http.BaseAddress.ToString();
            await Eventually.TrueAsync(async () =>
            {
                using var content = new StringContent("""{"model":"home","messages":[{"role":"user","content":"hi"}]}""", Encoding.UTF8, "application/json");
                using var answer = await http.PostAsync(new Uri("chat/completions", UriKind.Relative), content, Cancellation);
                Assert.Equal(200, (int)answer.StatusCode);
                var metrics = await http.GetStringAsync(new Uri(http.BaseAddress, "/metrics"), Cancellation);
                return metrics.Contains("autoclaw_engine_power", StringComparison.Ordinal);
            });

            // The meter's files are written by a process that shares two cores with everything else, so that they say 50 watts roughly.
            var metric = (await http.GetStringAsync(new Uri(http.BaseAddress, "/metrics"), Cancellation)).Split('\n').Single(line => line.StartsWith("autoclaw_engine_power", StringComparison.Ordinal) && line.Contains("home", StringComparison.Ordinal));
            Assert.InRange(double.Parse(metric[(metric.LastIndexOf('}') + 1)..].Trim().Split(' ')[0], CultureInfo.InvariantCulture), Watts / 3, Watts * 3);
            up.Signal("-TERM");
            Assert.Equal(0, (await up.WaitAsync()).ExitCode);
        }

        await over.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => counting);
        var usage = (await CliProcess.RunAsync(folder, "usage", "--json")).Json();
        var total = usage.GetProperty("total");
        Assert.True(total.GetProperty("local_measured_usd").GetDecimal() is > 0 and var measured && measured <= total.GetProperty("local_estimate_usd").GetDecimal(), usage.GetRawText());
    }

    private static async Task CountAsync(string counter, CancellationToken over)
    {
        var began = TimeProvider.System.GetTimestamp();
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (await tick.WaitForNextTickAsync(over))
        {
            // Put in place whole: a reader in between would see an empty file.
            var micros = (long)(TimeProvider.System.GetElapsedTime(began).TotalSeconds * Watts * 1e6);
            await File.WriteAllTextAsync(counter + ".new", micros.ToString(CultureInfo.InvariantCulture), over);
            File.Move(counter + ".new", counter, overwrite: true);
        }
    }
}
