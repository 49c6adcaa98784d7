using System.Text.Json;
using AutoClaw.Cli;
using AutoClaw.FunctionalTests.Verbs;

namespace AutoClaw.FunctionalTests.Benchmark;

public sealed class BenchVerbTests
{
    private const string Config = """
        auth: {allow_anonymous_loopback: true}
        engines:
          local: {kind: simulator, place: local, model: small, price: {input: 0, output: 0}, simulator: {ttft: 20ms, tokens_per_second: 300, output_tokens: 24}, region: DE}
          cloud: {kind: simulator, place: cloud, model: big, price: {input: 2, output: 8}, simulator: {ttft: 150ms, tokens_per_second: 1000, output_tokens: 24}, region: us-east-1, retention: 30d, uptime: 99.9}
        """;

    [Fact]
    public async Task Bench_OfTwoSimulators_NamesTheFasterOneByEachFigure()
    {
        using var folder = new CliFolder();
        folder.Write("autoclaw.yaml", Config);
        var report = (await RunAsync(folder, "--engines", "local,cloud", "--quick", "--prompts", "6", "--json")).Json();
        Assert.Equal(("decided", "local"), Verdict(report, "ttft_ms"));
        Assert.Equal(("decided", "cloud"), Verdict(report, "tokens_per_second"));
        Assert.Equal(("decided", "local"), Verdict(report, "cost_per_request_usd"));
        Assert.Equal(("fact", "local"), Verdict(report, "output_usd_per_million"));
        Assert.Equal(("equal", null), Verdict(report, "quality"));

        // Waits are never shorter than they were told to be, however slow the machine.
        Assert.InRange(Figure(report, "ttft_ms", "local"), 19, 150);
        Assert.InRange(Figure(report, "ttft_ms", "cloud"), 149, 2000);
        Assert.Equal("all 32 requests", Cell(report, "left_requests", "cloud").GetProperty("text").GetString());
        Assert.Equal("0 of 32 requests", Cell(report, "left_requests", "local").GetProperty("text").GetString());
        Assert.Equal("30 days", Cell(report, "retention", "cloud").GetProperty("text").GetString());
        Assert.Equal("us-east-1", Cell(report, "region", "cloud").GetProperty("text").GetString());
        Assert.Equal(99.9, Figure(report, "promised_uptime_percent", "cloud"));

        // Costs are the tokens' own: every answer has 24 tokens of 8 dollars a million, and its prompt's of 2.
        var cloud = report.GetProperty("engines").EnumerateArray().Single(e => e.GetProperty("facts").GetProperty("name").GetString() == "cloud");
        var expected = (cloud.GetProperty("input_tokens").GetDouble() * 2e-6) + (24 * 8e-6);
        Assert.Equal(expected, Figure(report, "cost_per_request_usd", "cloud"), 1e-9);
        Assert.Equal(expected * 100_000, Figure(report, "monthly_cost_usd", "cloud"), 1e-3);
        Assert.Equal(24, cloud.GetProperty("output_tokens").GetDouble());
    }

    [Fact]
    public async Task Bench_Out_WritesEveryFormAndEachCall()
    {
        using var folder = new CliFolder();
        folder.Write("autoclaw.yaml", Config);
        var result = await RunAsync(folder, "--quick", "--workloads", "reasoning", "--prompts", "3", "--concurrency", "2", "--out", "report");
        Assert.Equal(ExitCode.Ok, result.ExitCode);
        Assert.Contains("TTFT p50 [ms]", result.Output, StringComparison.Ordinal);
        Assert.Contains("local is simulated: no model answered", result.Errors, StringComparison.Ordinal);
        string Read(string name) => File.ReadAllText(Path.Combine(folder.Path, "report", name));
        Assert.Contains("| TTFT p50 [ms] | ", Read("report.md"), StringComparison.Ordinal);
        Assert.Contains("data-key=\"ttft_ms\"", Read("report.html"), StringComparison.Ordinal);
        using var report = JsonDocument.Parse(Read("report.json"));
        Assert.Equal(["local", "cloud"], report.RootElement.GetProperty("measured").EnumerateArray().Select(e => e.GetProperty("engine").GetString()!));
        var calls = Read("calls.jsonl").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => JsonDocument.Parse(line).RootElement).ToArray();

        // Two to warm up, three alone, five for each of two streams, for each of two engines.
        Assert.Equal(2 * (2 + 3 + 10), calls.Length);
        Assert.All(calls, static call =>
        {
            var times = call.GetProperty("times");
            Assert.True(times.GetProperty("scheduled").GetInt64() <= times.GetProperty("sent").GetInt64());
            Assert.True(times.GetProperty("first_byte").GetInt64() <= times.GetProperty("first_content").GetInt64());
            Assert.True(times.GetProperty("last_token").GetInt64() <= times.GetProperty("done").GetInt64());
            Assert.Equal(24, call.GetProperty("tokens").GetProperty("output").GetInt64());
        });

        // A report that is compared with itself has changed nowhere.
        var compared = (await CliProcess.RunAsync(folder, "bench", "compare", "report/report.json", "report/report.json", "--json")).Json();
        Assert.True(compared.GetArrayLength() > 10);
        Assert.All(compared.EnumerateArray(), static row => Assert.False(row.GetProperty("changed").GetBoolean()));
    }

    [Fact]
    public async Task Bench_OpenLoopOnAStalledEngine_TellsScheduledFromSent()
    {
        using var folder = new CliFolder();
        folder.Write("autoclaw.yaml", """
            engines:
              slow: {kind: simulator, place: local, model: small, price: {input: 0, output: 0}, simulator: {ttft: 200ms, tokens_per_second: 0, output_tokens: 4}}
            """);
        var report = (await RunAsync(
            folder, "--quick", "--workloads", "reasoning", "--prompts", "2", "--rate", "30", "--duration", "2s", "--max-in-flight", "2", "--slo-ttft", "1s", "--json")).Json();
        var load = report.GetProperty("loads")[0];
        var sent = load.GetProperty("ttft").GetProperty("p50").GetDouble();
        var scheduled = load.GetProperty("ttft_from_scheduled").GetProperty("p50").GetDouble();

        // Two at a time of 200 ms each are 10 a second, and 30 come: half of the 60 wait for two seconds and more.
        Assert.InRange(sent, 199, 1000);
        Assert.True(scheduled > sent + 1000, $"{scheduled} from scheduled, {sent} from sent");
        Assert.InRange(load.GetProperty("goodput").GetProperty("estimate").GetDouble(), 0, 0.6);
    }

    [Fact]
    public async Task Bench_UntilDecided_EndsOnceEverythingIsClear()
    {
        using var folder = new CliFolder();
        folder.Write("autoclaw.yaml", Config);
        var report = (await RunAsync(folder, "--quick", "--prompts", "40", "--until-decided", "--json")).Json();
        Assert.Equal("decided", report.GetProperty("ended_by").GetString());
        Assert.InRange(report.GetProperty("engines")[0].GetProperty("calls").GetInt32(), 10, 60);
        Assert.True(report.GetProperty("level").GetDouble() > 0.95);
    }

    [Fact]
    public async Task Bench_MaxSpend_EndsBeforeTheMoneyDoes()
    {
        using var folder = new CliFolder();
        folder.Write("autoclaw.yaml", Config);
        var report = (await RunAsync(folder, "--engines", "cloud", "--quick", "--prompts", "20", "--max-spend", "0.02", "--json")).Json();
        Assert.Equal("max_spend", report.GetProperty("ended_by").GetString());
        Assert.InRange(report.GetProperty("spent_usd").GetDouble(), 0.0001, 0.02);
    }

    [Theory]
    [InlineData("openai", "/v1")]
    [InlineData("openai-responses", "/v1")]
    [InlineData("anthropic", "/v1")]
    [InlineData("gemini", "/v1beta")]
    public async Task Bench_Url_SpeaksThatApi(string api, string path)
    {
        using var folder = new CliFolder();
        folder.Environment["A_KEY"] = "key-of-a-test";
        await using var simulator = CliProcess.Start(folder, "simulate", "--port", "0", "--tokens", "12", "--ttft", "5ms", "--tps", "500", "--api-key", "key-of-a-test");
        var root = new Uri(await simulator.Output.AtAsync(0, TestContext.Current.CancellationToken)).GetLeftPart(UriPartial.Authority);
        var report = (await RunAsync(
            folder, "--url", $"one={api}+{root}{path}#m", "--key", "one=A_KEY", "--quick", "--workloads", "reasoning", "--prompts", "10", "--json")).Json();
        var engine = report.GetProperty("engines")[0];
        Assert.Equal(10, engine.GetProperty("calls").GetInt32());
        Assert.Empty(engine.GetProperty("errors").EnumerateObject());
        Assert.Equal(12, engine.GetProperty("output_tokens").GetDouble());
        Assert.True(engine.GetProperty("ttft").GetProperty("p50").GetDouble() >= 4);
        Assert.DoesNotContain("key-of-a-test", report.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("status:500", "server")]
    [InlineData("status:429", "rate_limited")]
    [InlineData("early-eof:3", "cut_off")]
    [InlineData("error-event-mid-stream:3", "in_stream")]
    [InlineData("malformed-json:2", "malformed")]
    public async Task Bench_EngineThatFails_IsCountedByHow(string fault, string expected)
    {
        using var folder = new CliFolder();
        await using var simulator = CliProcess.Start(folder, "simulate", "--port", "0", "--tokens", "12", "--fail", fault);
        await using var sound = CliProcess.Start(folder, "simulate", "--port", "0", "--tokens", "12");
        var url = await simulator.Output.AtAsync(0, TestContext.Current.CancellationToken);
        var other = await sound.Output.AtAsync(0, TestContext.Current.CancellationToken);
        var result = await RunAsync(folder, "--url", $"bad={url}#m", "--url", $"good={other}#m", "--quick", "--workloads", "reasoning", "--prompts", "3", "--json");
        if (expected == "malformed")
        {
            // What is not the API at all is no engine to measure.
            Assert.Equal(ExitCode.Unreachable, result.ExitCode);
            Assert.Contains("Engine 'bad' gave no answer to a first call", result.Errors, StringComparison.Ordinal);
            return;
        }

        var bad = result.Json().GetProperty("engines")[0];
        Assert.Equal(3, bad.GetProperty("errors").GetProperty(expected).GetInt32());
        Assert.Equal(0, bad.GetProperty("availability").GetProperty("estimate").GetDouble());
        Assert.Equal(JsonValueKind.Null, bad.GetProperty("quality").ValueKind);
    }

    [Theory]
    [InlineData(ExitCode.Usage, "There is no engine 'nobody'. There are: local, cloud.", "--engines", "nobody")]
    [InlineData(ExitCode.Usage, "There is no workload 'poems'.", "--workloads", "poems")]
    [InlineData(ExitCode.Usage, "is not an engine. Write NAME=[API+]URL#MODEL", "--url", "http://127.0.0.1:1/v1")]
    [InlineData(ExitCode.Usage, "--key a=NOT_SET_HERE: that variable is not set.", "--url", "a=http://127.0.0.1:1/v1#m", "--key", "a=NOT_SET_HERE")]
    [InlineData(ExitCode.Usage, "--key takes NAME=VARIABLE", "--url", "a=http://127.0.0.1:1/v1#m", "--key", "secret")]
    [InlineData(ExitCode.Usage, "'smoke' is not an API that can be measured.", "--url", "a=smoke+http://127.0.0.1:1/v1#m")]
    [InlineData(ExitCode.Usage, "--concurrency takes numbers from 2 to 1000", "--concurrency", "0")]
    [InlineData(ExitCode.Unreachable, "Engine 'a' gave no answer to a first call", "--url", "a=http://127.0.0.1:1/v1#m")]
    [InlineData(ExitCode.Failed, "--max-spend can't be kept: what a (m) costs is not known.", "--url", "a=https://cloud.example/v1#m", "--max-spend", "1")]
    public async Task Bench_AskedWrongly_SaysWhatToDo(int exitCode, string message, params string[] arguments)
    {
        using var folder = new CliFolder();
        folder.Write("autoclaw.yaml", Config);
        var result = await RunAsync(folder, ["--quick", .. arguments]);
        Assert.Equal(exitCode, result.ExitCode);
        Assert.Contains(message, result.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}", "not a report of 'autoclaw bench'")]
    [InlineData("not json", "not a report of 'autoclaw bench'")]
    [InlineData(null, "Could not find file")]
    public async Task Compare_OfSomethingElse_SaysSo(string? text, string message)
    {
        using var folder = new CliFolder();
        if (text is not null)
        {
            folder.Write("a.json", text);
        }

        var result = await CliProcess.RunAsync(folder, "bench", "compare", "a.json", "a.json");
        Assert.Equal(ExitCode.Failed, result.ExitCode);
        Assert.Contains(message, result.Errors, StringComparison.Ordinal);
    }

    private static Task<CliResult> RunAsync(CliFolder folder, params string[] arguments) => CliProcess.RunAsync(folder, ["bench", .. arguments]);

    private static (string?, string?) Verdict(JsonElement report, string key)
    {
        var verdict = Row(report, key).GetProperty("verdict");
        return (verdict.GetProperty("kind").GetString(), verdict.GetProperty("winner").GetString());
    }

    private static double Figure(JsonElement report, string key, string engine) => Cell(report, key, engine).GetProperty("value").GetProperty("estimate").GetDouble();

    private static JsonElement Cell(JsonElement report, string key, string engine) =>
        Row(report, key).GetProperty("cells").EnumerateArray().Single(cell => cell.GetProperty("engine").GetString() == engine);

    private static JsonElement Row(JsonElement report, string key) => report.GetProperty("rows").EnumerateArray().Single(row => row.GetProperty("key").GetString() == key);
}
