using System.Text.RegularExpressions;
using AutoClaw.Cli;
using AutoClaw.FunctionalTests.Advice;
using AutoClaw.FunctionalTests.Fixtures;
using AutoClaw.FunctionalTests.LlamaServer;
using AutoClaw.Gateway.Options;

namespace AutoClaw.FunctionalTests.Verbs;

/// <summary>Every command that the documents tell a user to type is typed here, in the document's order.</summary>
public sealed partial class DocumentedCommandsTests
{
    private const string DefaultUrl = "http://127.0.0.1:2529";

    /// <summary>A price collection as its readers bring it.</summary>
    private const string Collection = """
        { "gpt-x": { "litellm_provider": "openai", "mode": "chat", "input_cost_per_token": 1.25e-06, "output_cost_per_token": 1e-05 } }
        """;

    /// <summary>Commands that no test can run, and why.</summary>
    private static readonly Dictionary<string, string> NotRun = new()
    {
        ["./test.sh"] = "would run this test again",
        ["./test.sh --filter Simulator"] = "would build what is being tested",
        ["./autoclaw models pull llama-3.2-1b"] = "would fetch 0.8 GB",
        ["./autoclaw advise --from-ledger --since 30d"] = "wants a day of traffic of engines that are not simulated",
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("README.md")]
    [InlineData("CONTRIBUTING.md")]
    [InlineData("docs/quick-start.md")]
    [InlineData("docs/local.md")]
    [InlineData("docs/doctor.md")]
    [InlineData("docs/prices.md")]
    [InlineData("docs/advisor.md")]
    public async Task Commands_InOrder_Work(string document)
    {
        using var folder = new CliFolder();
        await using var gateway = CliProcess.Start(folder, "up", "--port", "0");
        await gateway.Output.FirstAsync(line => line.StartsWith("ready", StringComparison.Ordinal), Cancellation);
        var url = After(gateway, "base URL").Replace("/v1", string.Empty, StringComparison.Ordinal);
        folder.Environment["AUTOCLAW_URL"] = url;
        folder.Environment["AUTOCLAW_API_KEY"] = After(gateway, "API key");
        TinyModel.Write(Path.Combine(folder.Path, "my-model.gguf"), 512);
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "model_prices_and_context_window.json"), Collection, Cancellation);
        folder.Write("report/report.json", MeasuredReport.OfTwo);
        var autoclaw = Path.Combine(AppContext.BaseDirectory, "autoclaw");
        var commands = Commands(await File.ReadAllTextAsync(Path.Combine(Repository.Root, document), Cancellation));
        Assert.NotEmpty(commands);
        foreach (var command in commands.Where(command => !NotRun.ContainsKey(command)))
        {
            if (LongRunning().Match(command) is { Success: true } match)
            {
                await RunUntilReadyAsync(folder, match.Groups["verb"].Value, match.Groups["rest"].Value);
                continue;
            }

            Assert.True(command.Contains("./autoclaw ", StringComparison.Ordinal) || command.StartsWith("curl " + DefaultUrl, StringComparison.Ordinal), $"nobody knows how to test: {command}");
            var line = command.Replace("./autoclaw ", autoclaw + " ", StringComparison.Ordinal).Replace("curl " + DefaultUrl, "curl -sSf " + url, StringComparison.Ordinal);
            var result = await CliProcess.RunAsync(folder, "bash", ["-o", "pipefail", "-c", line], string.Empty);
            Assert.True(result.ExitCode == 0, $"{command}\nexit code {result.ExitCode}\n{result.Output}\n{result.Errors}");
            Assert.NotEmpty(result.Output);
        }
    }

    [Fact]
    public void Configuration_InReadme_IsValid()
    {
        var readme = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));
        var yaml = Regex.Match(readme, "```yaml\n(.*?)```", RegexOptions.Singleline).Groups[1].Value;
        var result = ConfigFile.Parse(yaml, "README.md", static _ => null);
        Assert.Empty(result.Problems);
        Assert.Equal(["small", "big"], result.Options!.Routes.Single().Engines);
    }

    [Fact]
    public void Verbs_InReadme_AreThoseOfTheCommandLine()
    {
        var readme = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));
        var listed = Regex.Matches(readme, "^\\| `autoclaw (\\w+)` ", RegexOptions.Multiline).Select(match => match.Groups[1].Value);
        Assert.Equal(AutoClawCommand.Create().Subcommands.Select(verb => verb.Name).Order(), listed.Order());
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("CONTRIBUTING.md")]
    [InlineData("CHANGELOG.md")]
    [InlineData("docs/quick-start.md")]
    [InlineData("docs/local.md")]
    [InlineData("docs/doctor.md")]
    [InlineData("docs/router.md")]
    [InlineData("docs/admin.md")]
    [InlineData("docs/prices.md")]
    [InlineData("docs/market-data.md")]
    [InlineData("docs/advisor.md")]
    public void Links_ToFiles_LeadSomewhere(string document)
    {
        var path = Path.Combine(Repository.Root, document);
        var links = Regex.Matches(File.ReadAllText(path), @"\]\((?!https?:)([^)#]+)").Select(match => match.Groups[1].Value);
        Assert.All(links, link => Assert.True(File.Exists(Path.Combine(Path.GetDirectoryName(path)!, link)), link));
    }

    // A free port and a ledger of its own: the gateway of the other commands has the usual ones.
    private static async Task RunUntilReadyAsync(CliFolder folder, string verb, string rest)
    {
        var home = folder.Environment["AUTOCLAW_HOME"];
        folder.Environment["AUTOCLAW_HOME"] = Path.Combine(folder.Path, "second-home");
        string[] arguments = [verb, .. Regex.Replace(rest, "--port [0-9]+", string.Empty).Split(' ', StringSplitOptions.RemoveEmptyEntries), "--port", "0"];
        await using var process = CliProcess.Start(folder, arguments);
        folder.Environment["AUTOCLAW_HOME"] = home;
        await process.Output.FirstAsync(
            line => line.StartsWith("ready", StringComparison.Ordinal) || line.StartsWith("http://", StringComparison.Ordinal), Cancellation);
        process.Signal("-INT");
        Assert.Equal(ExitCode.Ok, (await process.WaitAsync()).ExitCode);
    }

    private static string After(CliProcess gateway, string label) =>
        gateway.Output.Items.First(line => line.StartsWith(label, StringComparison.Ordinal))[label.Length..].Trim();

    private static List<string> Commands(string text) =>
    [
        .. Regex.Matches(text, "```sh\n(.*?)```", RegexOptions.Singleline)
            .SelectMany(block => block.Groups[1].Value.Replace("\\\n", " ", StringComparison.Ordinal).Split('\n'))
            .Where(line => line.Length > 0),
    ];

    [GeneratedRegex(@"^\./autoclaw (?<verb>up|simulate)\b(?<rest>.*)$")]
    private static partial Regex LongRunning();
}
