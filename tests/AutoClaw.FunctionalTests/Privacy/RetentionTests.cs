using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using AutoClaw.FunctionalTests.Admin;
using AutoClaw.FunctionalTests.Gateway;
using AutoClaw.FunctionalTests.Scripted;
using AutoClaw.FunctionalTests.Verbs;
using AutoClaw.Gateway.Options;
using AutoClaw.Gateway.Privacy;
using AutoClaw.Gateway.Responses;
using Microsoft.Data.Sqlite;

namespace AutoClaw.FunctionalTests.Privacy;

/// <summary>What is old goes, by a gateway itself and by the command line; what it cost stays, and so does what is young.</summary>
public sealed class RetentionTests
{
    private const string Ann = "ann of the retention test";

    private const string Bob = "bob of the retention test";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Retention_EntriesOfALongTimeAgo_GoWhenTheGatewayStarts()
    {
        await using var home = ScriptedEngine.Start(Script.Answers("marker-answer"));
        await using var gateway = await StartAsync(TimeSpan.FromDays(90), home);
        var (mine, others) = await TalkAndAgeAsync(gateway);
        var usage = Usage(gateway);
        Assert.True(await StandsSomewhereAsync(gateway, "marker-text-of-ann"));
        await gateway.RestartAsync();
        Assert.Contains("2 entries", await gateway.Log.FirstAsync(line => line.Contains("Retention: ", StringComparison.Ordinal), Cancellation), StringComparison.Ordinal);

        Assert.Equal([null, null, others, others], gateway.Ledger().Select(row => row.Subject));
        Assert.Equal((2, 2), (gateway.Ledger().Count(row => row.RequestId.StartsWith("erased_", StringComparison.Ordinal)), gateway.Ledger().Count(row => row.RequestId.StartsWith("req_", StringComparison.Ordinal))));
        Assert.Equal("marker-text-of-bob", Assert.Single(gateway.Labels()).Text);
        Assert.Equal(usage, Usage(gateway));
        foreach (var trace in (string[])["marker-text-of-ann", mine])
        {
            Assert.False(await StandsSomewhereAsync(gateway, trace), trace);
        }

        Assert.True(await StandsSomewhereAsync(gateway, "marker-text-of-bob"));
        var record = (await File.ReadAllLinesAsync(Assert.Single(gateway.Files("ledger.audit.jsonl")), Cancellation)).Select(line => JsonNode.Parse(line)!).Single(line => (string)line["kind"]! == "erase");
        Assert.Equal(("retention", 2, 1, 1), ((string)record["actor"]!, (int)record["data"]!["attempts"]!, (int)record["data"]!["labels"]!, (int)record["data"]!["responses"]!));

        // It goes on, also over another restart, and nothing more goes.
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(gateway, Bob, "later")).Status);
        await gateway.StopAsync();
        using var folder = new CliFolder();
        foreach (var verb in (string[])["privacy", "ledger"])
        {
            var verified = await CliProcess.RunAsync(folder, verb, "verify", "--ledger", gateway.Options.Ledger.Path!);
            Assert.True(verified.ExitCode == 0, verified.Errors);
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Erase_OlderThan_TakesWhatIsOldAndNoMore(bool? byGateway)
    {
        var keys = new AdminKeys();
        await using var home = ScriptedEngine.Start(Script.Answers("marker-answer"));
        await using var gateway = await StartAsync(null, home, byGateway == true ? keys.Options : null);
        var (_, others) = await TalkAndAgeAsync(gateway);
        if (byGateway is not null)
        {
            await gateway.RestartAsync();
        }

        var usage = Usage(gateway);
        using var folder = new CliFolder();
        string[] erase =
        [
            "privacy", "erase", "--older-than", "90d", "--json", "--ledger", gateway.Options.Ledger.Path!,
            .. byGateway == true ? (string[])["--url", gateway.AdminUrl.ToString(), "--key", keys.Write] : [],
        ];
        var dry = JsonNode.Parse((await CliProcess.RunAsync(folder, [.. erase, "--dry-run"])).Output)!["files"]![0]!;
        Assert.Equal((2, 2, 1, 1), Counts(dry));
        var result = await CliProcess.RunAsync(folder, erase);
        Assert.True(result.ExitCode == 0, result.Errors + result.Output);
        var done = JsonNode.Parse(result.Output)!["files"]![0]!;
        Assert.Equal((2, 2, 1, 1), Counts(done));
        Assert.Equal((byGateway == true, 0), ((bool)done["by_gateway"]!, (int)done["traces"]!));
        Assert.Equal([null, null, others, others], gateway.Ledger().Select(row => row.Subject));
        Assert.Equal(usage, Usage(gateway));
        Assert.False(await StandsSomewhereAsync(gateway, "marker-text-of-ann"));
        Assert.Equal((0, 0, 0, 0), Counts(JsonNode.Parse((await CliProcess.RunAsync(folder, erase)).Output)!["files"]![0]!));
        await gateway.StopAsync();
        Assert.Equal(0, (await CliProcess.RunAsync(folder, "privacy", "verify", "--ledger", gateway.Options.Ledger.Path!)).ExitCode);
    }

    [Fact]
    public async Task Erase_NobodyOrBothNamed_IsRefused()
    {
        using var folder = new CliFolder();
        foreach (var who in (string[][])[[], ["--subject", "ann", "--older-than", "90d"]])
        {
            var result = await CliProcess.RunAsync(folder, ["privacy", "erase", .. who]);
            Assert.Equal(2, result.ExitCode);
            Assert.Contains("--subject TEXT, or --older-than WHEN", result.Errors, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("""{"subject":"ann","before":"90d"}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"before":"yesterday"}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"rewrite":true}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"before":"90d"}""", HttpStatusCode.OK)]
    [InlineData("""{"before":"2020-01-01","rewrite":true}""", HttpStatusCode.OK)]
    public async Task AdminErase_Bodies_AreTakenOrRefused(string body, HttpStatusCode status)
    {
        var keys = new AdminKeys();
        await using var home = ScriptedEngine.Start(Script.Answers("here"));
        await using var gateway = await StartAsync(null, home, keys.Options);
        using var admin = new AdminClient(gateway.AdminUrl);
        Assert.Equal(status, (await admin.SendAsync(keys.Write, "/admin/privacy/erase", "POST", request => request.Content = new StringContent(body))).Status);
    }

    private static Task<GatewayUnderTest> StartAsync(TimeSpan? retention, ScriptedEngine home, AdminOptions? admin = null) => GatewayUnderTest.StartAsync(
        options => options with
        {
            Admin = admin, Learning = new LearningOptions(StoreText: true), Privacy = new PrivacyOptions { Retention = retention },
            Responses = new ResponsesOptions { MaxAge = TimeSpan.FromDays(365) },
        },
        TestEngine.Local(home));

    private static string Usage(GatewayUnderTest gateway) => System.Text.Json.JsonSerializer.Serialize(gateway.Usage());

    private static (int Attempts, int Requests, int Labels, int Responses) Counts(JsonNode of) => ((int)of["attempts"]!, (int)of["requests"]!, (int)of["labels"]!, (int)of["responses"]!);

    // A chat that is judged and an answer that is kept, of both; Ann's were a hundred days ago. The ids that stand for them.
    private static async Task<(string Mine, string Others)> TalkAndAgeAsync(GatewayUnderTest gateway)
    {
        foreach (var (who, text) in new[] { (Ann, "marker-text-of-ann"), (Bob, "marker-text-of-bob") })
        {
            var id = (await AskAsync(gateway, who, text)).Header("x-autoclaw-request-id");
            Assert.Equal(HttpStatusCode.Accepted, (await gateway.PostAsync("feedback", Encoding.UTF8.GetBytes($$"""{"request_id":"{{id}}","rating":"up","comment":"{{text}}"}"""))).Status);
            Assert.Equal(HttpStatusCode.OK, (await gateway.PostAsync("responses", Encoding.UTF8.GetBytes($$"""{"model":"{{TestEngine.LocalId}}","input":"{{text}}","safety_identifier":"{{who}}"}"""))).Status);
        }

        await gateway.StopAsync();
        var (mine, others) = (gateway.Ledger()[0], gateway.Ledger()[2]);
        var path = gateway.Options.Ledger.Path!;
        const long Age = 100L * 24 * 3600 * 1_000_000;

        // The sums and the record of these moments are made anew.
        Run(path, $"UPDATE attempt SET received_at = received_at - {Age} WHERE subject = '{mine.Subject}'; UPDATE label SET labelled_at = labelled_at - {Age} WHERE subject = '{mine.Subject}'; DELETE FROM usage_sum; DELETE FROM usage_late; UPDATE usage_rolled SET through = 0, from_at = 0");
        Run(ResponseStore.PathBeside(path), $"UPDATE response SET used_at = used_at - {Age} WHERE subject = '{mine.Subject}'");
        File.Delete(Assert.Single(gateway.Files("*.audit.jsonl")));
        return (mine.RequestId, others.Subject!);
    }

    private static async Task<HttpAnswer> AskAsync(GatewayUnderTest gateway, string who, string text) => await gateway.PostChatAsync(
        $$"""{"model":"{{GatewayUnderTest.LocalFirst}}","messages":[{"role":"user","content":"{{text}}"}]}""", ("x-autoclaw-subject", who));

    private static void Run(string path, string sql)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The test's own.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    private static async Task<bool> StandsSomewhereAsync(GatewayUnderTest gateway, string text)
    {
        foreach (var path in gateway.Files("*").Where(path => path != SubjectHash.PathBeside(gateway.Options.Ledger.Path!) && !path.EndsWith(".lock", StringComparison.Ordinal)))
        {
            // By a process of its own: closing a file in this one frees SQLite's locks on it.
            using var folder = new CliFolder();
            if ((await CliProcess.RunAsync(folder, "grep", ["-qaF", "--", text, path])).ExitCode == 0)
            {
                return true;
            }
        }

        return false;
    }
}
