using System.Net;
using System.Text.Json;
using AutoClaw.Cli;
using AutoClaw.FunctionalTests.Verbs;

namespace AutoClaw.FunctionalTests.Advice;

public sealed class AdviseVerbTests
{
    [Theory]
    [InlineData("data_privacy", "all_local")]
    [InlineData("lowest_cost", "hybrid")]
    [InlineData("best_reasoning", "all_cloud")]
    [InlineData("fastest_to_market", "all_cloud")]
    [InlineData("compliance", "all_local")]
    [InlineData("real_time", "all_local")]
    public async Task Advise_UsualNumbers_AgreeWithTheRuleOfThumb(string priority, string expected)
    {
        using var folder = new CliFolder();
        var advice = (await RunAsync(folder, "--priority", priority, "--json")).Json();
        Assert.Equal((expected, expected, false), Decision(advice));
    }

    [Fact]
    public async Task Advise_FewRequests_SaysThatTheNumbersDisagree()
    {
        using var folder = new CliFolder();
        string[] options = ["--priority", "lowest_cost", "--requests-per-month", "1000"];
        Assert.Equal(("all_cloud", "hybrid", true), Decision((await RunAsync(folder, [.. options, "--json"])).Json()));
        var text = await RunAsync(folder, options);
        Assert.Equal(ExitCode.Ok, text.ExitCode);
        Assert.Contains("Advice: all cloud. Lowest cost at scale first, at 1,000 requests a month of 2,000 + 500 tokens.", text.Output, StringComparison.Ordinal);
        Assert.Contains("The rule of thumb for lowest cost at scale is hybrid: these numbers disagree with it.", text.Output, StringComparison.Ordinal);
        Assert.Contains("all cloud (advised)", text.Output, StringComparison.Ordinal);
        Assert.Contains("never changes: hosted open weights from 1 to 100,000,000", text.Output, StringComparison.Ordinal);
        foreach (var title in new[] { "Cost of a month, USD", "Break-even, requests a month", "What would flip it", "What matters most to the cost of all cloud", "down a month" })
        {
            Assert.Contains(title, text.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Advise_Options_AreLaidOverTheFile()
    {
        using var folder = new CliFolder();
        folder.Write("in.json", """{"priority":"real_time","workload":{"requests_per_month":5000,"input_tokens":700},"local":{"labour_fte":0.5}}""");
        var inputs = (await RunAsync(
            folder, "--input", "in.json", "--input-tokens", "800", "--cached-share", "0.25", "--first-answer", "1.5s", "--regions", "eu,us", "--cloud-region", "eu",
            "--cloud-agreement", "--electricity", "0.3", "--spare", "2", "--local-share", "0.6", "--json")).Json().GetProperty("inputs");
        Assert.Equal("real_time", inputs.GetProperty("priority").GetString());
        Assert.Equal((5000, 800, 500), (Number(inputs, "workload", "requests_per_month"), Number(inputs, "workload", "input_tokens"), Number(inputs, "workload", "output_tokens")));
        Assert.Equal((0.25, 0.25, 0.25), (Number(inputs, "cloud", "cached_share"), Number(inputs, "hosted", "cached_share"), Number(inputs, "local", "cached_share")));
        Assert.Equal((1500, 0.5, 0.3, 2, 0.6), (
            Number(inputs, "constraints", "first_answer_ms"), Number(inputs, "local", "labour_fte"), Number(inputs, "local", "usd_per_kwh"), Number(inputs, "local", "spare_replicas"), Number(inputs, "hybrid", "local_token_share")));
        Assert.Equal(["eu", "us"], inputs.GetProperty("constraints").GetProperty("allowed_regions").EnumerateArray().Select(static region => region.GetString()!));
        Assert.True(inputs.GetProperty("cloud").GetProperty("processor_agreement").GetBoolean());
    }

    [Fact]
    public async Task Advise_OwnInputs_CanBeGivenBack()
    {
        using var folder = new CliFolder();
        var first = (await RunAsync(folder, "--requests-per-month", "250000", "--json")).Json();
        folder.Write("again.json", first.GetProperty("inputs").GetRawText());
        Assert.Equal(first.ToString(), (await RunAsync(folder, "--input", "again.json", "--json")).Json().ToString());
    }

    [Fact]
    public async Task Advise_ModelAndHardwareByName_BringTheirPrices()
    {
        using var folder = new CliFolder();
        folder.Write("prices.json", """{"version":"mine","currency":"USD","per_tokens":1000000,"rows":[{"provider":"acme","model":"roadrunner","input":3,"output":9,"source":"https://acme.example/prices","checked_on":"2026-11-20"}]}""");
        var result = await RunAsync(folder, "--price-file", "prices.json", "--cloud-model", "roadrunner", "--cloud-quality", "0.7", "--accelerator", "a100-80gb-sxm", "--accelerators", "4", "--payment", "rent", "--json");
        var inputs = result.Json().GetProperty("inputs");
        Assert.Equal(("acme", 3, 9, 0.7), (
            inputs.GetProperty("cloud").GetProperty("provider").GetString(), Tier(inputs, "input"), Tier(inputs, "output"), Number(inputs, "cloud", "quality")));
        var local = inputs.GetProperty("local");
        Assert.Equal(("a100-80gb-sxm", 4, "rent"), (local.GetProperty("accelerator").GetString(), Number(inputs, "local", "accelerators_per_replica"), local.GetProperty("payment").GetString()));
        Assert.NotEqual(3.99, Number(inputs, "local", "rent_usd_per_hour"));
        Assert.Contains("Of roadrunner nothing but prices is known here: the rest is as for gemini-3.1-pro-preview unless --bench, --input or --cloud-ttft", result.Errors, StringComparison.Ordinal);
        Assert.Contains("Of 4 x a100-80gb-sxm nothing but prices is known here", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Advise_Bench_PutsWhatWasMeasuredInPlace()
    {
        using var folder = new CliFolder();
        folder.Write("report.json", MeasuredReport.OfTwo);
        var advice = (await RunAsync(folder, "--bench", "report.json", "--json")).Json();
        var inputs = advice.GetProperty("inputs");
        Assert.Equal(("small", 0.8, 123, 55, 900), (
            inputs.GetProperty("local").GetProperty("model").GetString(), Number(inputs, "local", "quality"), Number(inputs, "local", "ttft_ms"), Number(inputs, "local", "output_tokens_per_second"), Number(inputs, "local", "decode_tokens_per_second")));
        Assert.Equal(("big-model", 0.9, 456, 77, 40), (
            inputs.GetProperty("cloud").GetProperty("model").GetString(), Number(inputs, "cloud", "quality"), Number(inputs, "cloud", "ttft_ms"), Number(inputs, "cloud", "output_tokens_per_second"), Number(inputs, "cloud", "reasoning_tokens")));

        // 200 tokens at 2 and 100 at 10 dollars a million are 0.0014; 0.00147 were billed, at whatever lengths the months's requests have.
        Assert.Equal((2, 10), (Tier(inputs, "input"), Tier(inputs, "output")));
        Assert.Equal(1.05, Number(inputs, "cloud", "price_factor"), 1e-9);
        var cloud = advice.GetProperty("architectures").EnumerateArray().Single(static outcome => outcome.GetProperty("architecture").GetString() == "all_cloud");
        Assert.Equal(1_000_000 * 1.01 * 1.05 * ((2000 * 2e-6) + (540 * 10e-6)), cloud.GetProperty("cost").GetProperty("monthly_usd").GetDouble(), 0.01);
        Assert.Contains("Measured: mine, theirs.", advice.GetProperty("reasons").ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Advise_Markdown_HasAllThatTheTerminalHas()
    {
        using var folder = new CliFolder();
        var result = await RunAsync(folder, "--markdown", "advice.md");
        var text = await File.ReadAllTextAsync(Path.Combine(folder.Path, "advice.md"), TestContext.Current.CancellationToken);
        Assert.Equal(ExitCode.Ok, result.ExitCode);
        Assert.StartsWith("# Advice: hybrid.", text, StringComparison.Ordinal);
        Assert.Contains("| hybrid (advised) | ", text, StringComparison.Ordinal);
        Assert.Contains("## What would flip it", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ExitCode.Ok, "Advice: all cloud.", "--input", "in.json", "--cloud-model", "gpt-5")]
    [InlineData(ExitCode.Ok, "mine, theirs", "--bench", "report.json", "--json")]
    [InlineData(ExitCode.Ok, "at 1 requests a month", "--requests-per-month", "1")]
    [InlineData(ExitCode.Ok, "at 1,000,000,000,000 requests a month", "--requests-per-month", "1000000000000")]
    [InlineData(ExitCode.Ok, "all local (advised)", "--must-stay-local", "1")]
    [InlineData(ExitCode.Failed, "All local is out: its answers begin after 250 ms, not within 1.", "--first-answer", "1ms")]
    public async Task Advise_Html_IsWrittenForAnyInputs(int exitCode, string expected, params string[] options)
    {
        using var folder = new CliFolder();
        folder.Write("report.json", MeasuredReport.OfTwo);
        folder.Write("in.json", """{"workload":{"requests_per_month":800}}""");
        var result = await RunAsync(folder, [.. options, "--html", "advice.html"]);
        Assert.True(result.ExitCode == exitCode, result.Errors);
        var page = await File.ReadAllTextAsync(Path.Combine(folder.Path, "advice.html"), TestContext.Current.CancellationToken);
        Assert.Contains(expected, page, StringComparison.Ordinal);
        Assert.All(["plot-cost-volume", "plot-tornado", "plot-quality-cost"], plot => Assert.Contains($"<figure id=\"{plot}\"><svg", page, StringComparison.Ordinal));

        // What is said beside the advice is in it too.
        Assert.All(result.Errors.Split('\n').Where(static line => line.StartsWith("note: ", StringComparison.Ordinal)), note => Assert.Contains(WebUtility.HtmlEncode(note["note: ".Length..].TrimEnd()), page, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Advise_NothingAdmitted_ShowsWhyAndFails()
    {
        using var folder = new CliFolder();
        var result = await RunAsync(folder, "--first-answer", "1ms");
        Assert.Equal(ExitCode.Failed, result.ExitCode);
        Assert.Contains("No advice: nothing meets all constraints.", result.Output, StringComparison.Ordinal);
        Assert.Contains("All local is out: its answers begin after 250 ms, not within 1.", result.Output, StringComparison.Ordinal);
        Assert.Contains("error: Nothing meets all constraints", result.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ExitCode.Usage, "--requests-per-month: 1 to 1000000000000.", "--requests-per-month", "0")]
    [InlineData(ExitCode.Usage, "--must-stay-local: 0 to 1.", "--must-stay-local", "40")]
    [InlineData(ExitCode.Usage, "--labour-fte: 'nan' is no number.", "--labour-fte", "nan")]
    [InlineData(ExitCode.Usage, "'cheap'", "--priority", "cheap")]
    [InlineData(ExitCode.Usage, "'soon' is not a time.", "--first-answer", "soon")]
    [InlineData(ExitCode.Usage, "The price list has no 'nobody'.", "--cloud-model", "nobody")]
    [InlineData(ExitCode.Usage, "'nobody' does not sell 'gpt-5' in the price list;", "--hosted-model", "gpt-5", "--hosted-provider", "nobody")]
    [InlineData(ExitCode.Usage, "--cloud-provider goes with --cloud-model.", "--cloud-provider", "openai")]
    [InlineData(ExitCode.Usage, "--since goes with --from-ledger.", "--since", "7d")]
    [InlineData(ExitCode.Usage, "The market data has no accelerator 'abacus'. It has: rtx-4090", "--accelerator", "abacus")]
    [InlineData(ExitCode.Failed, "absent.json", "--input", "absent.json")]
    [InlineData(ExitCode.Failed, "Not JSON", "--input", "text.txt")]
    [InlineData(ExitCode.Failed, "wrong.json: colour: Unknown key.", "--input", "wrong.json")]
    [InlineData(ExitCode.Failed, "many.json: local.utilisation: 0.01 to 1.", "--input", "many.json")]
    [InlineData(ExitCode.Failed, "many.json: workload.peak_to_average: 1 to 1000.", "--input", "many.json")]
    [InlineData(ExitCode.Failed, "absent.json", "--bench", "absent.json")]
    [InlineData(ExitCode.Failed, "wrong.json: not a report of 'autoclaw bench'", "--bench", "wrong.json")]
    [InlineData(ExitCode.Failed, "empty.json: no engine was measured in it.", "--bench", "empty.json")]
    [InlineData(ExitCode.Failed, "twins.json: one and two both stand for your own engines.", "--bench", "twins.json")]
    [InlineData(ExitCode.Failed, "twins.json has no engine 'three'. It has: one, two.", "--bench", "twins.json", "--bench-engines", "three")]
    [InlineData(ExitCode.Failed, "No ledger yet at ", "--from-ledger")]
    [InlineData(ExitCode.Failed, "text.txt", "--from-ledger", "text.txt")]
    [InlineData(ExitCode.Failed, "text.txt:", "--price-file", "text.txt")]
    [InlineData(ExitCode.Failed, "The advice could not be written", "--markdown", "no/such/folder.md")]
    [InlineData(ExitCode.Failed, "The advice could not be written", "--html", "no/such/folder.html")]
    public async Task Advise_AskedWrongly_SaysWhatToDo(int exitCode, string message, params string[] arguments)
    {
        using var folder = new CliFolder();
        folder.Write("text.txt", new string('x', 5000));
        folder.Write("wrong.json", """{"colour":"red"}""");
        folder.Write("many.json", """{"local":{"utilisation":2},"workload":{"peak_to_average":0}}""");
        folder.Write("empty.json", MeasuredReport.Of(""));
        folder.Write("twins.json", MeasuredReport.Of("""
            {"engine":"one","place":"local","model":"a","quality":1,"ttft_p50_ms":1,"output_tokens_per_second":1,"cost_per_request_usd":null},
            {"engine":"two","place":"local","model":"b","quality":1,"ttft_p50_ms":1,"output_tokens_per_second":1,"cost_per_request_usd":null}
            """));
        var result = await RunAsync(folder, arguments);
        Assert.Equal(exitCode, result.ExitCode);
        Assert.Contains(message, result.Errors, StringComparison.Ordinal);
    }

    private static Task<CliResult> RunAsync(CliFolder folder, params string[] arguments) => CliProcess.RunAsync(folder, ["advise", .. arguments]);

    private static (string?, string?, bool) Decision(JsonElement advice) =>
        (advice.GetProperty("recommended").GetString(), advice.GetProperty("table_says").GetString(), advice.GetProperty("differs_from_table").GetBoolean());

    private static double Number(JsonElement inputs, string part, string name) => inputs.GetProperty(part).GetProperty(name).GetDouble();

    private static double Tier(JsonElement inputs, string name) => inputs.GetProperty("cloud").GetProperty("prices")[0].GetProperty(name).GetDouble();
}
