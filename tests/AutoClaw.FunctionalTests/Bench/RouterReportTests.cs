using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using AutoClaw.FunctionalTests.Fixtures;
using AutoClaw.FunctionalTests.Verbs;

namespace AutoClaw.FunctionalTests.Bench;

/// <summary>What <c>bench/router.sh</c> runs, on data small enough for a test, into a copy of the real page.</summary>
public sealed class RouterReportTests : IDisposable
{
    private readonly CliFolder _folder = new();

    private string Page => Path.Combine(_folder.Path, "router.md");

    private string Plots => Path.Combine(_folder.Path, "plots");

    private string Training => Path.Combine(_folder.Path, "router-data", "train", "rows.jsonl");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Run_SmallData_FillsEveryPartAndDrawsEverySource()
    {
        WriteData();
        File.Copy(Path.Combine(Repository.Root, "docs", "router.md"), Page);
        var written = Regex.Replace(await File.ReadAllTextAsync(Page, TestContext.Current.CancellationToken), "(<!-- (\\w+) -->\n).*?(?=<!-- /\\2)", "$1", RegexOptions.Singleline);

        var result = await RunAsync();

        Assert.True(result.ExitCode == 0, result.Errors);
        var page = await File.ReadAllTextAsync(Page, TestContext.Current.CancellationToken);
        Assert.Equal(written, Regex.Replace(page, "(<!-- (\\w+) -->\n).*?(?=<!-- /\\2)", "$1", RegexOptions.Singleline));
        Assert.DoesNotMatch("<!-- (\\w+) -->\n+<!-- /\\1 -->", page);
        Assert.Contains(Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(Training, TestContext.Current.CancellationToken))), page, StringComparison.Ordinal);
        Assert.Matches("\\| APGR, `routellm_mmlu`, new questions \\| >= 0.70 \\| \\d\\.\\d{3} \\| (met|\\*\\*missed\\*\\*) \\|", page);
        Assert.Contains("| APGR, `routellm_gsm8k`, new questions | >= 0.66 |  | not measured |", page, StringComparison.Ordinal);
        Assert.Matches("\\| claude-3-5-sonnet-20240620 / gemma-2-9b-it \\| \\d\\.\\d{3} \\| \\d\\.\\d{3} \\|", page);

        Assert.Matches("\\| cloud share for 99% of the cloud's quality, `zeroeval_gsm`, verify-after \\| <= 0.22 \\| 0\\.\\d{3} \\|", page);
        Assert.Contains("The data hold too few rows of the customer's traffic.", page, StringComparison.Ordinal);

        string[] plots = ["pooled", "routellm_mmlu", "routellm_mtbench", "zeroeval", "zeroeval_crux"];
        Assert.Equal(plots.Select(p => $"{p}.svg"), Directory.GetFiles(Plots).Select(Path.GetFileName).Order());
        foreach (var plot in plots)
        {
            var svg = await File.ReadAllTextAsync(Path.Combine(Plots, $"{plot}.svg"), TestContext.Current.CancellationToken);
            Assert.Equal("svg", XDocument.Parse(svg).Root!.Name.LocalName);
            Assert.DoesNotContain(", \"", svg, StringComparison.Ordinal);
            Assert.All(["router", "random", "length", "oracle"], line => Assert.Contains(line, svg, StringComparison.Ordinal));
            Assert.Contains($"![{plot}](plots/{plot}.svg)", page, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Run_Again_GivesTheSameTables()
    {
        WriteData();
        var pages = new string[2];
        for (var i = 0; i < pages.Length; i++)
        {
            File.Copy(Path.Combine(Repository.Root, "docs", "router.md"), Page, overwrite: true);
            Assert.Equal(0, (await RunAsync()).ExitCode);
            var text = await File.ReadAllTextAsync(Page, TestContext.Current.CancellationToken);

            // Times are of the moment, the date is of the day.
            pages[i] = Regex.Replace(text, "<!-- decision -->[^<]*<!-- /decision -->|\\| median decision .*|Measured \\S+", "");
        }

        Assert.Equal(pages[0], pages[1]);
    }

    [Fact]
    public async Task Run_PageWithoutAPlace_LeavesItAsItWas()
    {
        WriteData();
        await File.WriteAllTextAsync(Page, "# nothing generated here\n", TestContext.Current.CancellationToken);

        var result = await RunAsync();

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("the page has no '<!-- targets -->' followed by '<!-- /targets -->'", result.Errors, StringComparison.Ordinal);
        Assert.Equal("# nothing generated here\n", await File.ReadAllTextAsync(Page, TestContext.Current.CancellationToken));
        Assert.False(Directory.Exists(Plots));
    }

    [Fact]
    public async Task Run_NoPage_SaysSo()
    {
        WriteData();
        Assert.Contains("router.md: no such file", (await RunAsync()).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_NoData_SaysWhereItLooked()
    {
        var result = await RunAsync();

        Assert.Equal(1, result.ExitCode);
        Assert.Contains(Path.Combine(_folder.Path, "router-data", "train"), result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_MalformedRow_NamesFileAndLine()
    {
        WriteData();
        await File.AppendAllTextAsync(Training, "{}\n", TestContext.Current.CancellationToken);

        Assert.Contains($"{Training}:241: 'id' is missing", (await RunAsync()).Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--seed", "x")]
    [InlineData("--resamples", "0")]
    [InlineData("--colour", "red")]
    [InlineData("--out")]
    public async Task Run_WrongOption_PrintsUsage(params string[] arguments)
    {
        var result = await RunAsync(arguments);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("usage: [--shared DIR]", result.Errors, StringComparison.Ordinal);
    }

    private Task<CliResult> RunAsync(params string[] more)
    {
        // Built beside the tests, in the same configuration.
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Name;
        var program = Path.Combine(Repository.Root, "artifacts", "bin", "AutoClaw.RouterReport", configuration, "AutoClaw.RouterReport");
        return CliProcess.RunAsync(_folder, program, ["--shared", _folder.Path, "--out", Page, "--plots", Plots, "--resamples", "5", .. more]);
    }

    private void WriteData()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Training)!);
        File.WriteAllLines(Training, Enumerable.Range(0, 240).Select(i => Row(i, i % 2 == 0 ? "routellm_mmlu" : "zeroeval_crux", 1)));
        var eval = Directory.CreateDirectory(Path.Combine(_folder.Path, "router-data", "eval")).FullName;
        File.WriteAllLines(Path.Combine(eval, "mtbench.jsonl"), Enumerable.Range(1000, 30).Select(i => Row(i, "routellm_mtbench", 10)));
        var recorded = Directory.CreateDirectory(Path.Combine(_folder.Path, "router-data", "cascade")).FullName;
        File.WriteAllLines(Path.Combine(recorded, "recorded_answers.jsonl"), Enumerable.Range(0, 60).Select(Recorded));
    }

    private static string Recorded(int i) => JsonSerializer.Serialize(new
    {
        id = $"recorded-{i}", source = "zeroeval_gsm", key = $"recorded-{i}", prompt = $"how much is {i} and {i}", strong_score = 1.0,
        local = new Dictionary<string, object>
        {
            ["Llama-3.1-8B"] = new { answer = $"{2 * i}", score = i % 3 == 0 ? 0.0 : 1.0, chars = 10 },
            ["other"] = new { answer = i % 3 == 0 ? "no idea" : $"{2 * i}", score = 1.0, chars = 10 },
        },
    });

    /// <summary>A row that a router can learn: what is hard says so. Further models answer as the row's own do.</summary>
    private static string Row(int i, string source, int scale)
    {
        var hard = i / 2 % 3 == 0;
        double strong = scale, weak = hard ? 0.1 * scale : scale;
        return JsonSerializer.Serialize(new
        {
            id = $"row-{i}", source, key = $"key-{i}", domain = $"subject {i % 7}",
            prompt = hard ? $"prove the difficult theorem number {i} in full rigour" : $"say hello to visitor {i}",
            strong_model = "gpt-4o-2024-08-06", weak_model = "Meta-Llama-3.1-8B-Instruct", strong_score = strong, weak_score = weak,
            models = new Dictionary<string, double> { ["claude-3-5-sonnet-20240620"] = strong, ["gemma-2-9b-it"] = weak },
        });
    }
}
