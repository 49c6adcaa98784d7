using System.Text.Json.Nodes;
using AutoClaw.FunctionalTests.Admin;
using AutoClaw.FunctionalTests.Gateway;
using AutoClaw.FunctionalTests.Scripted;
using AutoClaw.FunctionalTests.Verbs;

namespace AutoClaw.FunctionalTests.Privacy;

/// <summary>A record of processing has what the configuration says, what the ledger counted, and nothing else.</summary>
public sealed class RecordsTests
{
    private const string Config = """
        listen: https://0.0.0.0:2529
        tls: {certificate: tls.crt, key: tls.key}
        auth:
          keys:
            - {id: tests, hash: "sha256:0000000000000000000000000000000000000000000000000000000000000000", name: front desk, privacy: no_retention, actions: {IP_ADDRESS: redact}}
            - {id: quiet, hash: "sha256:0000000000000000000000000000000000000000000000000000000000000001"}
        engines:
          home: {kind: openai, place: local, base_url: http://127.0.0.1:9/v1, model: home-model}
          sky: {kind: openai, place: cloud, base_url: https://llm.example.com/v1, model: sky-model, region: eu-west-3, retention: 30d, actions: {PERSON: pseudonymise}}
          unused: {kind: openai, place: cloud, base_url: http://other.example.com/v1, model: m, api_key: secret-of-other}
        routes:
          local-first: {engines: [home, sky], aim: {threshold: 1}, privacy: "region:eu", shadow: {share: 0.25, budget: {usd: 1, per: day}}}
        privacy:
          actions: {EMAIL_ADDRESS: pseudonymise, US_SSN: block}
          retention: 90d
        ledger: {fsync: always}
        """;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Records_AfterTraffic_AreWhatConfigurationAndLedgerSay()
    {
        await using var home = ScriptedEngine.Start(Script.Answers("here"));
        await using var sky = ScriptedEngine.Start(Script.Fails(400), Script.Answers("there"));
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(home), TestEngine.Cloud(sky));
        var middle = TimeProvider.System.GetUtcNow();
        for (var i = 0; i < 4; i++)
        {
            middle = i == 2 ? TimeProvider.System.GetUtcNow() : middle;
            await gateway.PostChatAsync(Ask(TestEngine.CloudId, "weather?"), ("x-autoclaw-subject", $"person {i % 2}"));
            if (i > 0)
            {
                await gateway.PostChatAsync(Ask(GatewayUnderTest.LocalFirst), ("x-autoclaw-privacy", "local_only"));
            }
        }

        using var folder = Folder();
        string[] ledger = ["--ledger", gateway.Options.Ledger.Path!];
        await CliProcess.RunAsync(folder, ["privacy", "erase", "--subject", "person 1", .. ledger]);
        var text = await RecordsAsync(folder, [.. ledger, "--format", "json"]);
        Assert.Equal(text, await RecordsAsync(folder, [.. ledger, "--format", "json"]));
        Assert.DoesNotContain("secret-of-other", text, StringComparison.Ordinal);
        var record = JsonNode.Parse(text)!;

        // Who got what.
        var recipients = record["recipients"]!.AsArray().ToDictionary(each => (string)each!["engine"]!, each => each!);
        Assert.Equal(["home", "sky", "unused"], recipients.Keys);
        Assert.Equal(("local", "127.0.0.1", null, null, false, 3, 0), Told(recipients["home"]));
        var (place, host, region, retention, encrypted, requests, bytes) = Told(recipients["sky"]);
        Assert.Equal(("cloud", "llm.example.com", "eu-west-3", "30d", true, 4), (place, host, region, retention, encrypted, requests));
        Assert.True(bytes > 0);
        Assert.Equal(("cloud", "other.example.com", null, null, false, 0, 0), Told(recipients["unused"]));
        Assert.True(recipients["unused"]["region"] is null && recipients["unused"]["counted"]!["first"] is null);
        Assert.Equal(("sky-model", "127.0.0.1", 4, "pseudonymise"), ((string)recipients["sky"]["models"]![0]!, (string)recipients["sky"]["addresses"]![0]!, (int)recipients["sky"]["labels"]!["open"]!, (string)recipients["sky"]["actions"]!["PERSON"]!));
        Assert.Equal((3, 1), ((int)recipients["sky"]["counted"]!["outcomes"]!["completed"]!, (int)recipients["sky"]["counted"]!["outcomes"]!["rejected"]!));

        // For what, whose, under which label, and how it is secured.
        var purposes = record["purposes"]!.AsArray().ToDictionary(each => (string)each!["name"]!, each => each!);
        Assert.Equal(("route", "region:eu", 0.25, 3), ((string)purposes["local-first"]["what"]!, (string)purposes["local-first"]["label"]!, (double)purposes["local-first"]["copied_share"]!, (int)purposes["local-first"]["counted"]!["requests"]!));
        Assert.Equal(("engine", 4), ((string)purposes["sky"]["what"]!, (int)purposes["sky"]["counted"]!["requests"]!));
        var keys = record["keys"]!.AsArray().ToDictionary(each => (string)each!["id"]!, each => each!);
        Assert.Equal(("front desk", "no_retention", 7, "redact"), ((string)keys["tests"]["name"]!, (string)keys["tests"]["label"]!, (int)keys["tests"]["counted"]!["requests"]!, (string)keys["tests"]["actions"]!["IP_ADDRESS"]!));
        Assert.Equal((0, "open"), ((int)keys["quiet"]["counted"]!["requests"]!, (string)keys["quiet"]["label"]!));
        var labels = record["labels"]!.AsArray().Select(each => ((string)each!["label"]!, (string)each["place"]!, (int)each["counted"]!["calls"]!)).ToArray();
        Assert.Equal([("local_only", "local", 3), ("open", "cloud", 4)], labels);
        Assert.Equal(3, (int)record["labels"]![0]!["reasons"]!["header"]!);
        Assert.Equal((true, "block", 1, 2, 2), ((bool)record["data"]!["scanned"]!, (string)record["data"]!["actions"]!["US_SSN"]!, (int)record["data"]!["people"]!, (int)record["data"]!["naming"]!, (int)record["data"]!["erased"]!));
        Assert.Contains(record["retention"]!.AsArray(), each => (string)each!["what"]! == "whom a request is about, as a keyed hash" && (string?)each["for"] == "90d");
        var measures = record["security"]!.AsArray().ToDictionary(each => (string)each!["name"]!, each => ((bool)each!["on"]!, (string?)each["detail"]));
        Assert.Equal((true, "listens on 0.0.0.0"), measures["client_tls"]);
        Assert.Equal((false, "not: unused"), measures["cloud_tls"]);
        Assert.Equal((true, "each commit"), measures["ledger_fsync"]);
        Assert.Equal((true, 1, 1), ((bool)record["audit"]!["verified"]!, (int)record["audit"]!["events"]!["erase"]!, (int)record["audit"]!["events"]!["start"]!));
        var open = record["not_declared"]!.AsArray().Select(each => (string)each!).ToArray();
        Assert.Contains("engines.unused.region", open);
        Assert.Contains("engines.unused.retention", open);
        Assert.DoesNotContain(open, each => each is "engines.sky.region" or "privacy.retention");

        await AssertTotalsAsync(folder, ledger);
        await AssertTotalsAsync(folder, [.. ledger, "--since", "1h"]);
        await AssertTotalsAsync(folder, [.. ledger, "--until", middle.UtcDateTime.ToString("O", System.Globalization.CultureInfo.InvariantCulture)]);
        await AssertTotalsAsync(folder, [.. ledger, "--until", "2020-01-01"]);

        // The same for people: every number of the one is in the other.
        var markdown = await RecordsAsync(folder, ledger);
        Assert.Contains("| sky | cloud | openai | llm.example.com | eu-west-3 | 30d | yes |", markdown, StringComparison.Ordinal);
        Assert.Contains("| unused | cloud | openai | other.example.com | not declared | not declared | no |", markdown, StringComparison.Ordinal);
        Assert.Contains($"| {bytes} |", markdown, StringComparison.Ordinal);
        Assert.Contains("Verified: ", markdown, StringComparison.Ordinal);
        Assert.Contains("- engines.unused.region", markdown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Records_LedgerThatWasChanged_AreToldAsSuch()
    {
        await using var home = ScriptedEngine.Start(Script.Answers("here"));
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(home));
        await gateway.PostChatAsync(Ask(TestEngine.LocalId));
        await gateway.StopAsync();
        using var folder = Folder();

        // Binds what there is.
        Assert.Equal(0, (await CliProcess.RunAsync(folder, "privacy", "prove", "--ledger", gateway.Options.Ledger.Path!)).ExitCode);
        using (var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={gateway.Options.Ledger.Path};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "UPDATE attempt SET engine = 'elsewhere', privacy = NULL";
            command.ExecuteNonQuery();
        }

        var result = await CliProcess.RunAsync(folder, "privacy", "records", "--format", "json", "--config", "autoclaw.yaml", "--ledger", gateway.Options.Ledger.Path!);
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("The record was changed", result.Errors, StringComparison.Ordinal);
        var record = JsonNode.Parse(result.Output)!;
        Assert.False((bool)record["audit"]!["verified"]!);
        var unknown = Assert.Single(record["recipients"]!.AsArray(), each => (string)each!["engine"]! == "elsewhere")!;
        Assert.True(!(bool)unknown["configured"]! && unknown["host"] is null && unknown["region"] is null && unknown["encrypted"] is null && unknown["kind"] is null);
    }

    [Fact]
    public async Task Records_NoLedgerOrNoConfiguration_SayWhich()
    {
        using var folder = Folder();
        Assert.Equal(1, (await CliProcess.RunAsync(folder, "privacy", "records", "--config", "autoclaw.yaml")).ExitCode);
        Assert.Equal(3, (await CliProcess.RunAsync(folder, "privacy", "records", "--config", "nowhere.yaml")).ExitCode);
        Assert.Equal(2, (await CliProcess.RunAsync(folder, "privacy", "records", "--format", "xml")).ExitCode);
    }

    private static string Ask(string model, string text = "hi") => $$"""{"model":"{{model}}","messages":[{"role":"user","content":"{{text}}"}]}""";

    private static CliFolder Folder()
    {
        var folder = new CliFolder();
        folder.Write("autoclaw.yaml", Config);
        using var certificates = new Certificates();
        certificates.Write();
        folder.Write("tls.crt", File.ReadAllText(certificates.Files.Certificate));
        folder.Write("tls.key", File.ReadAllText(certificates.Files.Key));
        return folder;
    }

    private static (string Place, string? Host, string? Region, string? Retention, bool? Encrypted, int Requests, long Bytes) Told(JsonNode of) => (
        (string)of["place"]!, (string?)of["host"], (string?)of["region"], (string?)of["retention"], (bool?)of["encrypted"], (int)of["counted"]!["requests"]!, (long)of["counted"]!["bytes_out"]!);

    private static async Task<string> RecordsAsync(CliFolder folder, string[] how)
    {
        var result = await CliProcess.RunAsync(folder, ["privacy", "records", "--config", "autoclaw.yaml", .. how]);
        Assert.True(result.ExitCode == 0, result.Errors + result.Output);
        return result.Output;
    }

    // As the other two commands say for the same time, in all and by engine.
    private static async Task AssertTotalsAsync(CliFolder folder, string[] when)
    {
        var record = JsonNode.Parse(await RecordsAsync(folder, [.. when, "--format", "json"]))!;
        var usage = JsonNode.Parse((await CliProcess.RunAsync(folder, ["usage", "--json", .. when])).Output)!;
        var proof = JsonNode.Parse((await CliProcess.RunAsync(folder, ["privacy", "prove", "--json", .. when])).Output)!["rows"]!.AsArray();
        var totals = record["totals"]!;
        Assert.Equal(((long)usage["total"]!["requests"]!, (long)usage["total"]!["attempts"]!), ((long)totals["requests"]!, (long)totals["calls"]!));
        Assert.Equal(
            (proof.Sum(row => (long)row!["attempts"]!), proof.Sum(row => (long)row!["bytes"]!), proof.Sum(row => (long)row!["uncounted"]!)),
            ((long)totals["calls"]!, (long)totals["bytes_out"]!, (long)totals["uncounted"]!));
        foreach (var part in (string[])["recipients", "purposes", "labels", "keys"])
        {
            Assert.Equal(((long)totals["calls"]!, (long)totals["bytes_out"]!), (record[part]!.AsArray().Sum(each => (long)each!["counted"]!["calls"]!), record[part]!.AsArray().Sum(each => (long)each!["counted"]!["bytes_out"]!)));
        }

        Assert.Equal(
            usage["rows"]!.AsArray().Select(row => ((string)row!["name"]!, (long)row["sums"]!["requests"]!, (long)row["sums"]!["attempts"]!)),
            record["recipients"]!.AsArray().Where(each => (long)each!["counted"]!["calls"]! > 0).Select(each => ((string)each!["engine"]!, (long)each["counted"]!["requests"]!, (long)each["counted"]!["calls"]!)));
    }
}
