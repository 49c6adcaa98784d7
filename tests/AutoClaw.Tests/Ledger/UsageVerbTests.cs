using System.CommandLine;
using System.Text.Json;
using AutoClaw.Cli;
using AutoClaw.Core.Model;
using AutoClaw.Gateway.Ledger;
using Microsoft.Extensions.Time.Testing;

namespace AutoClaw.Tests.Ledger;

public sealed class UsageVerbTests
{
    private static readonly FakeTimeProvider Time = new(LedgerFolder.Noon.AddDays(1));

    [Fact]
    public void Usage_NoLedger_SaysSoAndFails()
    {
        using var folder = new LedgerFolder();

        var (exit, output, error) = Run("--ledger", folder.Path);

        Assert.Equal((ExitCode.Failed, ""), (exit, output));
        Assert.Contains("No ledger yet", error, StringComparison.Ordinal);
        Assert.False(File.Exists(folder.Path));
    }

    [Fact]
    public void Usage_NotALedger_SaysWhichFile()
    {
        using var folder = new LedgerFolder();
        File.WriteAllText(folder.Path, new string('x', 5_000));

        var (exit, _, error) = Run("--ledger", folder.Path);

        Assert.Equal(ExitCode.Failed, exit);
        Assert.Contains(folder.Path, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Usage_Table_LabelsTheSimulatorAndWhatIsMissing()
    {
        using var folder = new LedgerFolder();
        await KeepAsync(folder);

        var (exit, output, _) = Run("--ledger", folder.Path);

        Assert.Equal(ExitCode.Ok, exit);
        var lines = output.Split('\n').Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries))).ToList();
        Assert.Contains("sim (simulated) 1 1 0 100 0 50 0.000001 0.000002 0.000001", lines);
        Assert.Contains("cloud 1 2 1 200 0 100 0.000001 * unknown -0.000001 *", lines);
        Assert.Contains(lines, line => line.StartsWith("total 2 3 1 300", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("of which simulated 1 1", StringComparison.Ordinal));
        Assert.Contains("1 attempts have no known price", output, StringComparison.Ordinal);
        Assert.Contains("3 attempts have estimated tokens", output, StringComparison.Ordinal);
        Assert.Contains("neither the answers nor the money are real", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Usage_Json_IsOneObjectWithNullForUnknown()
    {
        using var folder = new LedgerFolder();
        await KeepAsync(folder);

        var (exit, output, _) = Run("--ledger", folder.Path, "--json", "--by", "model", "--since", "2026-11-01");

        Assert.Equal(ExitCode.Ok, exit);
        using var json = JsonDocument.Parse(output);
        Assert.Equal("model", json.RootElement.GetProperty("by").GetString());
        Assert.Equal(2, json.RootElement.GetProperty("total").GetProperty("requests").GetInt32());
        var cloud = json.RootElement.GetProperty("rows")[0];
        Assert.Equal("cloud-model", cloud.GetProperty("name").GetString());
        Assert.Equal(JsonValueKind.Null, cloud.GetProperty("sums").GetProperty("all_cloud_usd").ValueKind);
        Assert.Equal(0.000001m, cloud.GetProperty("sums").GetProperty("cost_usd").GetDecimal());
        Assert.True(json.RootElement.GetProperty("rows")[1].GetProperty("simulated").GetBoolean());
    }

    [Fact]
    public async Task Usage_Since_CountsBackFromNow()
    {
        using var folder = new LedgerFolder();
        await KeepAsync(folder);

        Assert.Contains("No requests in this time.", Run("--ledger", folder.Path, "--since", "23h").Output, StringComparison.Ordinal);
        Assert.Contains("total", Run("--ledger", folder.Path, "--since", "24h").Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0", "0.00")]
    [InlineData("0.0000001", "<0.000001")]
    [InlineData("-0.0000001", "-<0.000001")]
    [InlineData("0.1", "0.10")]
    [InlineData("1234567.1234567", "1,234,567.123457")]
    [InlineData("-2.5", "-2.50")]
    public void Dollars_Amount_NeverLooksLikeNothing(string usd, string expected) =>
        Assert.Equal(expected, UsageTable.Dollars(decimal.Parse(usd, System.Globalization.CultureInfo.InvariantCulture)));

    [Theory]
    [InlineData("--since", "7x")]
    [InlineData("--since", "2026-13-01")]
    [InlineData("--until", "h")]
    [InlineData("--by", "colour")]
    public void Usage_BadOption_IsAnError(string option, string value) =>
        Assert.NotEmpty(new RootCommand { UsageVerb.Create(Terminal.Default, Time) }.Parse(["usage", option, value]).Errors);

    [Theory]
    [InlineData("90m", "2026-11-02T10:30:00Z")]
    [InlineData("24h", "2026-11-01T12:00:00Z")]
    [InlineData("7d", "2026-10-26T12:00:00Z")]
    [InlineData("2w", "2026-10-19T12:00:00Z")]
    [InlineData("2026-11-01", "2026-11-01T00:00:00Z")]
    [InlineData("2026-11-01T12:30", "2026-11-01T12:30:00Z")]
    [InlineData("2026-11-01T12:30:05.25+02:00", "2026-11-01T10:30:05.25Z")]
    public void TimePoint_Text_IsThatMoment(string text, string expected) => Assert.Equal(
        DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), TimePoint.Parse(text, Time.GetUtcNow()));

    [Theory]
    [InlineData("")]
    [InlineData("d")]
    [InlineData("-1d")]
    [InlineData("1.5h")]
    [InlineData("999999999w")]
    [InlineData("yesterday")]
    public void TimePoint_NoMoment_IsNull(string text) => Assert.Null(TimePoint.Parse(text, Time.GetUtcNow()));

    private static (int Exit, string Output, string Error) Run(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var root = new RootCommand { UsageVerb.Create(new Terminal(output, error, colour: false), Time) };
        return (root.Parse(["usage", .. arguments]).Invoke(), output.ToString(), error.ToString());
    }

    /// <summary>A request that the cloud failed and then answered without a price, and one that the simulator answered.</summary>
    private static async Task KeepAsync(LedgerFolder folder)
    {
        await using var writer = folder.Open();
        var failed = LedgerFolder.Attempt("r1", engine: "cloud");
        failed.Outcome = AttemptOutcome.Failed;
        await writer.SettleAsync(failed);
        var answered = LedgerFolder.Attempt("r1", number: 2, engine: "cloud");
        (answered.Outcome, answered.Cost, answered.CounterfactualCost) = (AttemptOutcome.Completed, null, null);
        await writer.SettleAsync(answered);
        var simulated = new Attempt
        {
            RequestId = "r2", Number = 1, Operation = "chat", Route = "auto", Engine = "sim", Place = Place.Local, Model = "sim-model", Simulated = true,
            Reason = "pinned", ReceivedAt = LedgerFolder.Noon, Usage = new Usage(100, 0, 50, 0, true), Outcome = AttemptOutcome.Completed,
            Cost = new Money(1_000_000), CounterfactualCost = new Money(2_000_000),
        };
        await writer.SettleAsync(simulated);
    }
}
