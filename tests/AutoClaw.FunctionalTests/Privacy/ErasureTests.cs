using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using AutoClaw.FunctionalTests.Admin;
using AutoClaw.FunctionalTests.Gateway;
using AutoClaw.FunctionalTests.Scripted;
using AutoClaw.FunctionalTests.Verbs;
using AutoClaw.Gateway.Options;

namespace AutoClaw.FunctionalTests.Privacy;

/// <summary>A person goes from all files of a running gateway, by the command line; what they cost stays, and so does everybody else.</summary>
public sealed class ErasureTests
{
    private const string Ann = "ann of the erasure test";

    private const string Bob = "bob of the erasure test";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Erase_WhileTheGatewayRuns_LeavesNothingInTheBytesAndAllCosts(bool byGateway)
    {
        var keys = new AdminKeys();
        await using var home = ScriptedEngine.Start(Script.Answers("marker-answer-of-ann"));
        await using var gateway = await GatewayUnderTest.StartAsync(
            options => options with { Admin = byGateway ? keys.Options : options.Admin, Learning = new LearningOptions(StoreText: true) }, TestEngine.Local(home));
        var mine = await TalkAsync(gateway, Ann, "marker-text-of-ann");
        var other = await TalkAsync(gateway, Bob, "marker-text-of-bob");
        var subject = gateway.Ledger()[0].Subject!;
        var copy = Path.Combine(Path.GetDirectoryName(gateway.Options.Ledger.Path!)!, "copy.db");
        using var folder = new CliFolder();
        string[] ledger = ["--ledger", gateway.Options.Ledger.Path!];
        Assert.Equal(0, (await CliProcess.RunAsync(folder, ["ledger", "backup", copy, .. ledger])).ExitCode);
        var usage = gateway.Usage().Total;
        Assert.True(await StandsSomewhereAsync(gateway, subject));
        Assert.True(await StandsSomewhereAsync(gateway, "marker-text-of-ann"));

        string[] erase = ["privacy", "erase", "--subject", Ann, "--json", .. ledger, "--also", copy, .. byGateway ? (string[])["--url", gateway.AdminUrl.ToString(), "--key", keys.Write] : []];
        var dry = await CliProcess.RunAsync(folder, [.. erase, "--dry-run"]);
        Assert.Equal((2, 2, 1, 1), Counts(JsonNode.Parse(dry.Output)!["files"]![0]!));
        Assert.Equal(subject, gateway.Ledger()[0].Subject);

        var done = await CliProcess.RunAsync(folder, erase);
        Assert.True(done.ExitCode == 0, done.Errors + done.Output);
        var files = JsonNode.Parse(done.Output)!["files"]!;
        Assert.Equal((2, 2, 1, 1), Counts(files[0]!));
        Assert.Equal((2, 2, 1, 0), Counts(files[1]!));
        Assert.Equal(byGateway, (bool)files[0]!["by_gateway"]!);

        // It goes on, and has everybody else.
        Assert.Equal(usage, gateway.Usage().Total);
        Assert.Equal(2, gateway.Ledger().Count(row => row.Subject is not null));
        Assert.Single(gateway.Labels());
        Assert.Equal(HttpStatusCode.NotFound, (await gateway.GetAsync("/v1/responses/" + mine)).Status);
        Assert.Equal(HttpStatusCode.OK, (await gateway.GetAsync("/v1/responses/" + other)).Status);
        await TalkAsync(gateway, Bob, "later");
        foreach (var trace in (string[])[Ann, subject, "marker-text-of-ann"])
        {
            Assert.False(await StandsSomewhereAsync(gateway, trace), trace);
        }

        Assert.True(await StandsSomewhereAsync(gateway, "marker-text-of-bob"));
        await gateway.StopAsync();
        Assert.False(await StandsSomewhereAsync(gateway, subject));
        Assert.Equal(0, (await CliProcess.RunAsync(folder, ["privacy", "verify", .. ledger])).ExitCode);
        Assert.Equal(0, (await CliProcess.RunAsync(folder, ["ledger", "verify", .. ledger])).ExitCode);
        var record = (await File.ReadAllLinesAsync(Assert.Single(gateway.Files("ledger.audit.jsonl")), Cancellation)).Select(line => JsonNode.Parse(line)!).Single(line => (string)line["kind"]! == "erase");
        Assert.Equal((2, 2, 1, 1), Counts(record["data"]!));
    }

    private static (long Attempts, long Requests, long Labels, long Responses) Counts(JsonNode of) =>
        ((long)of["attempts"]!, (long)of["requests"]!, (long)of["labels"]!, (long)of["responses"]!);

    // A chat that is judged, and an answer that is kept; its id.
    private static async Task<string> TalkAsync(GatewayUnderTest gateway, string subject, string text)
    {
        var chat = await gateway.PostChatAsync(
            $$"""{"model":"{{GatewayUnderTest.LocalFirst}}","messages":[{"role":"user","content":"{{text}}"}]}""", ("x-autoclaw-subject", subject));
        Assert.Equal(HttpStatusCode.OK, chat.Status);
        var rated = await gateway.PostAsync("feedback", Encoding.UTF8.GetBytes($$"""{"request_id":"{{chat.Header("x-autoclaw-request-id")}}","rating":"up","comment":"{{text}}"}"""));
        Assert.Equal(HttpStatusCode.Accepted, rated.Status);
        var kept = await gateway.PostAsync("responses", Encoding.UTF8.GetBytes($$"""{"model":"{{TestEngine.LocalId}}","input":"{{text}}","safety_identifier":"{{subject}}"}"""));
        Assert.Equal(HttpStatusCode.OK, kept.Status);
        return (string)kept.Json["id"]!;
    }

    // The key is everybody's and says nothing of anybody.
    private static async Task<bool> StandsSomewhereAsync(GatewayUnderTest gateway, string text)
    {
        foreach (var path in gateway.Files("*").Where(path => !path.EndsWith(".subjects.key", StringComparison.Ordinal) && !path.EndsWith(".lock", StringComparison.Ordinal)))
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
