using System.Text.Json;
using AutoClaw.Cli;
using AutoClaw.FunctionalTests.LlamaServer;
using AutoClaw.FunctionalTests.Verbs;
using AutoClaw.Gateway.Ledger;

namespace AutoClaw.FunctionalTests.Benchmark;

/// <summary>Where a run's prompts come from, and what a real engine makes of them.</summary>
public sealed class BenchPromptsTests(LlamaServerFixture fixture)
{
    private const string Config = """
        engines:
          one: {kind: simulator, place: local, model: m, price: {input: 0, output: 0}, simulator: {ttft: 1ms, tokens_per_second: 0, output_tokens: 12}}
        """;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Workload_OfOnesOwn_IsScoredAsItSays()
    {
        using var folder = new CliFolder();
        folder.Write("autoclaw.yaml", Config);
        folder.Write("mine.jsonl", """
            {"id":"right","prompt":"Say something.","expected":{"contains":"simulated"}}
            {"id":"wrong","prompt":"What is 2+2?","expected":{"exact":"4"}}
            {"id":"timed","messages":[{"role":"system","content":"Be short."},{"role":"user","content":"Hello."}],"max_tokens":3}
            """);
        var report = (await RunAsync(folder, "--workload", "mine.jsonl", "--json")).Json();
        Assert.Equal(3, report.GetProperty("engines")[0].GetProperty("calls").GetInt32());
        Assert.Equal(0.5, report.GetProperty("engines")[0].GetProperty("correct").GetProperty("estimate").GetDouble());
        Assert.Equal("mine", report.GetProperty("workloads")[0].GetProperty("workload").GetString());
    }

    [Fact]
    public async Task Workload_WithMistakes_NamesEachLine()
    {
        using var folder = new CliFolder();
        folder.Write("autoclaw.yaml", Config);
        folder.Write("mine.jsonl", "{\"prompt\":1}\n{\"prompt\":\"x\",\"expected\":{\"nothing\":1}}\nno json\n");
        var result = await RunAsync(folder, "--workload", "mine.jsonl");
        Assert.Equal(ExitCode.Usage, result.ExitCode);
        Assert.Contains("mine.jsonl:1:", result.Errors, StringComparison.Ordinal);
        Assert.Contains("mine.jsonl:2:", result.Errors, StringComparison.Ordinal);
        Assert.Contains("mine.jsonl:3:", result.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--workload", "nowhere.jsonl")]
    [InlineData("--mmlu", "nowhere")]
    [InlineData("--replay", "nowhere.db")]
    public async Task Prompts_FromNowhere_AreRefused(string option, string path)
    {
        using var folder = new CliFolder();
        folder.Write("autoclaw.yaml", Config);
        var result = await RunAsync(folder, option, path);
        Assert.Equal(ExitCode.Usage, result.ExitCode);
        Assert.Contains("nowhere", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replay_OfKeptPrompts_AsksEachOnce()
    {
        using var folder = new CliFolder();
        folder.Write("autoclaw.yaml", Config);
        var path = Path.Combine(folder.Path, "ledger.db");
        await using (var writer = LedgerWriter.Open(path, TimeProvider.System))
        {
            foreach (var (id, text) in new[] { ("a", "First?"), ("b", "Second?"), ("c", "First?"), ("d", null) })
            {
                await writer.LabelAsync(new Label { RequestId = id, Judge = "user", At = DateTimeOffset.UnixEpoch, Route = "auto", Features = [0, 0], LocalScore = 1, Text = text });
            }
        }

        var report = (await RunAsync(folder, "--replay", "ledger.db", "--out", "o", "--json")).Json();
        Assert.Equal(2, report.GetProperty("engines")[0].GetProperty("calls").GetInt32());
        Assert.Equal(JsonValueKind.Null, report.GetProperty("engines")[0].GetProperty("quality").ValueKind);
    }

    [Fact]
    public async Task Mmlu_ByThinkingAloud_HasARowOfItsOwn()
    {
        using var folder = new CliFolder();
        folder.Write("autoclaw.yaml", Config);
        WriteMmlu(folder);
        var report = (await RunAsync(folder, "--mmlu", "mmlu", "--json")).Json();
        var row = Assert.Single(report.GetProperty("mmlu").EnumerateArray()).GetProperty("figures");
        Assert.Equal("zero_shot_chain_of_thought", row.GetProperty("protocol").GetString());
        Assert.Equal(4, row.GetProperty("questions").GetInt32());
        Assert.Equal(4, row.GetProperty("parse_failures").GetInt32());
        Assert.Equal(0, row.GetProperty("macro").GetDouble());
    }

    [Fact]
    public async Task Mmlu_ByLikelihood_NeedsAnEngineThatTellsIt()
    {
        using var folder = new CliFolder();
        WriteMmlu(folder);
        await using var simulator = CliProcess.Start(folder, "simulate", "--port", "0");
        var url = await simulator.Output.AtAsync(0, Cancellation);

        // Anthropic's API has none.
        var result = await RunAsync(folder, "--url", $"one=anthropic+{url}#m", "--mmlu", "mmlu", "--mmlu-likelihood");
        Assert.Equal(ExitCode.Unreachable, result.ExitCode);
        Assert.Contains("it tells no log-probabilities", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mmlu_ByLikelihood_IsReadFromARealEnginesLogprobs()
    {
        var server = await fixture.ChatAsync(Cancellation);
        using var folder = new CliFolder();
        WriteMmlu(folder);
        var report = (await RunAsync(folder, "--url", $"real=llama.cpp+{server.BaseUrl}#tiny", "--mmlu", "mmlu", "--mmlu-likelihood", "--json")).Json();
        var row = Assert.Single(report.GetProperty("mmlu").EnumerateArray()).GetProperty("figures");
        Assert.Equal("five_shot_likelihood", row.GetProperty("protocol").GetString());
        Assert.Equal(4, row.GetProperty("questions").GetInt32());
        Assert.Equal(1, report.GetProperty("engines")[0].GetProperty("output_tokens").GetDouble());
    }

    [Fact]
    public async Task RealEngine_TellsItsOwnPaceBesideTheMeasuredOne()
    {
        var server = await fixture.ChatAsync(Cancellation);
        using var folder = new CliFolder();
        folder.Write("p.jsonl", string.Join('\n', Enumerable.Range(0, 4).Select(static i => $$"""{"prompt":"Question {{i}}","max_tokens":64}""")));
        var report = (await RunAsync(
            folder, "--url", $"real=llama.cpp+{server.BaseUrl}#tiny", "--workload", "p.jsonl", "--concurrency", "2", "--hardware", "real=rtx-4090,70,16", "--json")).Json();
        var engine = report.GetProperty("engines")[0];
        Assert.True(engine.GetProperty("told_tokens_per_second").GetProperty("estimate").GetDouble() > 0);
        Assert.True(engine.GetProperty("tokens_per_second").GetProperty("estimate").GetDouble() > 0);
        Assert.True(engine.GetProperty("input_tokens").GetDouble() > 0);
        Assert.True(report.GetProperty("loads")[0].GetProperty("tokens_per_second").GetProperty("estimate").GetDouble() > 0);

        // A model of a million parameters that is said to be one of 70 billion.
        var warnings = report.GetProperty("warnings").EnumerateArray().Select(static w => w.GetString()!).ToArray();
        Assert.Contains(warnings, static w => w.StartsWith("real: The model needs 140 GB and there are 24", StringComparison.Ordinal));
    }

    private static void WriteMmlu(CliFolder folder)
    {
        foreach (var subject in new[] { "astronomy", "law" })
        {
            folder.Write($"mmlu/test/{subject}_test.csv", "What is it?,one,two,three,four,A\n\"Which, then?\",one,two,three,four,C\n");
            folder.Write($"mmlu/dev/{subject}_dev.csv", string.Concat(Enumerable.Range(1, 5).Select(static i => $"Example {i}?,a,b,c,d,B\n")));
        }
    }

    private static Task<CliResult> RunAsync(CliFolder folder, params string[] arguments) => CliProcess.RunAsync(folder, ["bench", .. arguments]);
}
