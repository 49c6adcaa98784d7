using System.CommandLine;
using System.Text.Json.Nodes;
using AutoClaw.Cli;
using AutoClaw.Core.Pricing;
using Microsoft.Extensions.Time.Testing;

namespace AutoClaw.Tests.Cli;

public sealed class PricesVerbTests : IDisposable
{
    private const string Collection = """
        { "openai-x": { "litellm_provider": "openai", "mode": "chat", "input_cost_per_token": 1.25e-06, "output_cost_per_token": 1e-5, "input_cost_per_token_batches": 6e-7, "deprecation_date": "2027-01-14" },
          "azure/openai-x": { "litellm_provider": "azure", "mode": "chat", "input_cost_per_token": 2e-06, "output_cost_per_token": 2e-5 },
          "picture": { "litellm_provider": "openai", "mode": "image_generation", "output_cost_per_image": 0.04 } }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("autoclaw-prices").FullName;
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 27, 9, 0, 0, TimeSpan.Zero));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Import_Collection_WritesAPriceFileAndSaysWhatIsNotInIt()
    {
        var (exitCode, output, _) = await RunAsync("prices", "import", "--from", "litellm", File("litellm.json", Collection), "--out", Path("mine.json"));

        Assert.Equal(
            $"""
            2 rows in {Path("mine.json")}; 1 entries left out, 0 not asked for
              left out: 1 x image_generation is not sold by the token of text (picture)
              in, but: 1 x input_cost_per_token_batches was left out (openai-x)

            """,
            output);
        var list = PriceList.Shipped.WithOverrides(PriceList.Load(System.IO.File.ReadAllBytes(Path("mine.json"))).List!);
        var row = list.Find("openai-x", _time.GetUtcNow(), list.ProviderOf(new Uri("https://api.openai.com/v1")))!;
        Assert.Equal((ExitCode.Ok, 1_250_000, "litellm-2026-11-27"), (exitCode, row.Tiers[0].Input, row.Version));
        Assert.False(System.IO.File.Exists(Path("mine.json.part")));
    }

    [Fact]
    public async Task Import_FilteredAsJson_ListsEveryEntryThatIsLeftOut()
    {
        var (_, output, _) = await RunAsync(
            "prices", "import", "--from", "litellm", File("litellm.json", Collection), "--out", Path("mine.json"), "--provider", "openai", "--as-of", "2026-10-01", "--json");

        var report = JsonNode.Parse(output)!;
        Assert.Equal((1, 1, "picture"), ((int)report["rows"]!, (int)report["not_asked_for"]!, (string)report["skipped"]![0]!["entry"]!));
        Assert.Equal("litellm-2026-10-01", PriceList.Load(System.IO.File.ReadAllBytes(Path("mine.json"))).List!.Version);
    }

    [Theory]
    [InlineData("[]", "Not the format")]
    [InlineData("{ \"picture\": { \"litellm_provider\": \"openai\", \"mode\": \"image_generation\" } }", "nothing was written")]
    [InlineData(null, "litellm.json")]
    public async Task Import_NothingToWrite_FailsAndLeavesTheFile(string? collection, string hint)
    {
        File("mine.json", "as it was");
        if (collection is not null)
        {
            File("litellm.json", collection);
        }

        var (exitCode, _, errors) = await RunAsync("prices", "import", "--from", "litellm", Path("litellm.json"), "--out", Path("mine.json"));

        Assert.Equal((ExitCode.Failed, "as it was"), (exitCode, System.IO.File.ReadAllText(Path("mine.json"))));
        Assert.Contains(hint, errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("prices import --from other a --out b", "litellm")]
    [InlineData("prices import --from litellm a", "--out")]
    [InlineData("prices import --from litellm a --out b --as-of soon", "2026-11-27")]
    public async Task Import_AskedWrongly_ExitsWith2(string arguments, string hint)
    {
        var (exitCode, _, errors) = await RunAsync(arguments.Split(' '));

        Assert.Equal(ExitCode.Usage, exitCode);
        Assert.Contains(hint, errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_WithAFile_HasItsRowsBeforeTheShippedOnes()
    {
        var mine = File("mine.json", """{ "version": "mine", "currency": "USD", "per_tokens": 1000000, "rows": [ { "model": "gpt-4o", "provider": "openai", "input": 1, "output": 2 } ] }""");
        var (exitCode, output, _) = await RunAsync("prices", "list", "--file", mine, "--model", "gpt-4o*", "--json");

        var rows = JsonNode.Parse(output)!.AsArray();
        Assert.Equal(ExitCode.Ok, exitCode);
        Assert.Equal(
            [("gpt-4o", "mine", 1.0), ("gpt-4o-2024-05-13", PriceList.Shipped.Version, 5.0), ("gpt-4o-mini", PriceList.Shipped.Version, 0.15)],
            rows.Select(row => ((string)row!["model"]!, (string)row["version"]!, (double)row["tiers"]![0]!["input"]!)));
    }

    [Fact]
    public async Task List_PriceThatChanged_IsTodaysUnlessAllAreAskedFor()
    {
        var (_, today, _) = await RunAsync("prices", "list", "--model", "claude-sonnet-5-5");
        var (_, all, _) = await RunAsync("prices", "list", "--model", "claude-sonnet-5-5", "--all");

        Assert.DoesNotContain("..2026-10-06", today, StringComparison.Ordinal);
        Assert.Contains("..2026-10-06", all, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Failed, (await RunAsync("prices", "list", "--model", "no-such")).ExitCode);
    }

    [Fact]
    public async Task Check_ValidFile_TellsWhatIsOldAndWhatRetires()
    {
        var mine = File("mine.json", """
            { "version": "mine", "currency": "USD", "per_tokens": 1000000, "rows": [
              { "model": "old", "provider": "p", "input": 1, "output": 2, "checked_on": "2026-08-01" },
              { "model": "going", "provider": "p", "input": 1, "output": 2, "checked_on": "2026-11-01", "retires_on": "2026-12-01" },
              { "model": "gone", "provider": "p", "input": 1, "output": 2, "checked_on": "2026-08-01", "retires_on": "2026-11-27" },
              { "model": "later", "provider": "p", "input": 1, "output": 2, "checked_on": "2026-11-01", "retires_on": "2027-12-01" } ] }
            """);
        var (exitCode, output, _) = await RunAsync("prices", "check", mine);

        Assert.Equal(
            """
            version mine: 4 rows, all valid
            retired 2026-11-27: p gone
            retires 2026-12-01: p going
            1 prices of models still sold were read more than 60 days ago, the oldest on 2026-08-01:
            2026-08-01 (118 days): p old

            """,
            output);
        Assert.Equal((ExitCode.Ok, ExitCode.Failed), (exitCode, (await RunAsync("prices", "check", mine, "--strict")).ExitCode));
        var report = JsonNode.Parse((await RunAsync("prices", "check", mine, "--json")).Output)!;
        Assert.Equal((1, 2, true), (report["stale"]!.AsArray().Count, report["retiring"]!.AsArray().Count, (bool)report["retiring"]![0]!["gone"]!));
    }

    [Fact]
    public async Task Check_BrokenFile_TellsEveryProblemAndFails()
    {
        var (exitCode, _, errors) = await RunAsync("prices", "check", File("mine.json", """{ "version": "v", "currency": "EUR", "per_tokens": 1, "rows": [] }"""));

        Assert.Equal((ExitCode.Failed, 2), (exitCode, errors.Split("error:").Length - 1));
        Assert.Equal(ExitCode.Failed, (await RunAsync("prices", "check", Path("not-there.json"))).ExitCode);
    }

    [Fact]
    public async Task Check_ShippedList_IsValid() => Assert.Equal(ExitCode.Ok, (await RunAsync("prices", "check")).ExitCode);

    private string Path(string name) => System.IO.Path.Combine(_folder, name);

    private string File(string name, string text)
    {
        System.IO.File.WriteAllText(Path(name), text);
        return Path(name);
    }

    private async Task<(int ExitCode, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var terminal = new Terminal(output, errors, colour: false);
        var exitCode = await CommandLine.RunAsync(new RootCommand { PricesVerb.Create(terminal, _time) }, arguments, terminal);
        return (exitCode, output.ToString(), errors.ToString());
    }
}
