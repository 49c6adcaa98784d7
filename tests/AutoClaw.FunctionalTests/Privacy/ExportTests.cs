using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using AutoClaw.FunctionalTests.Admin;
using AutoClaw.FunctionalTests.Gateway;
using AutoClaw.FunctionalTests.Scripted;
using AutoClaw.FunctionalTests.Verbs;
using AutoClaw.Gateway.Options;

namespace AutoClaw.FunctionalTests.Privacy;

/// <summary>What is handed out of a person is what erasing them takes, by the command line and by the administrators' listener.</summary>
public sealed class ExportTests
{
    private const string Ann = "änn of the export test";

    private const string Bob = "bob of the export test";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Export_ThenErase_IsTheSameAndNothingIsLeft()
    {
        var keys = new AdminKeys();
        await using var home = ScriptedEngine.Start(Script.Answers("the answer to änn"));
        await using var gateway = await GatewayUnderTest.StartAsync(options => options with { Admin = keys.Options, Learning = new LearningOptions(StoreText: true) }, TestEngine.Local(home));
        var mine = await TalkAsync(gateway, Ann, "what änn asks", null);

        // Bob goes on where she ended: what he builds on it goes with it.
        var built = await TalkAsync(gateway, Bob, "what bob asks", mine);
        using var folder = new CliFolder();
        string[] ledger = ["--ledger", gateway.Options.Ledger.Path!];
        string[] admin = ["--url", gateway.AdminUrl.ToString(), "--key", keys.Write];
        var whileItRuns = await CliProcess.RunAsync(folder, ["privacy", "export", "--subject", Ann, .. ledger]);
        Assert.True(whileItRuns.ExitCode == 0, whileItRuns.Errors);
        Assert.Contains("2 entries of 2 requests, 1 labels, 2 kept answers", whileItRuns.Errors, StringComparison.Ordinal);
        var lines = whileItRuns.Output.Split('\n').Where(line => line.Length > 0).Select(line => JsonNode.Parse(line)!.AsObject()).ToArray();
        Assert.Equal(["entry", "entry", "label", "answer", "answer"], lines.Select(line => (string)line["kind"]!));
        Assert.Equal(gateway.Ledger().Where(row => row.Subject == gateway.Ledger()[0].Subject).Select(row => row.RequestId), lines[..2].Select(line => (string)line["request_id"]!));
        Assert.Equal(("what änn asks", "what änn asks", 1.0), ((string)lines[2]["comment"]!, (string)lines[2]["text"]!, (double)lines[2]["local_score"]!));
        Assert.NotEmpty(Convert.FromBase64String((string)lines[2]["features"]!));
        Assert.Equal([(mine, true, (string?)null), (built, false, mine)], lines[3..].Select(line => ((string)line["id"]!, (bool)line["names_them"]!, (string?)line["previous"])));
        Assert.Contains("what änn asks", lines[3]["input"]!.AsArray().ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }), StringComparison.Ordinal);
        Assert.Contains("the answer to änn", whileItRuns.Output, StringComparison.Ordinal);
        Assert.Equal(mine, (string)lines[3]["response"]!["id"]!);

        // The same into a file of her own, and over HTTP.
        var file = Path.Combine(folder.Path, "ann.jsonl");
        var written = await CliProcess.RunAsync(folder, ["privacy", "export", "--subject", Ann, "--out", file, .. ledger]);
        Assert.True(written.ExitCode == 0, written.Errors);
        Assert.Contains("2 entries of 2 requests, 1 labels, 2 kept answers in", written.Output, StringComparison.Ordinal);
        var text = await File.ReadAllTextAsync(file, Cancellation);
        Assert.Equal(whileItRuns.Output.TrimEnd(), text.TrimEnd());
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }

        using var http = new AdminClient(gateway.AdminUrl);
        var answer = await http.SendAsync(keys.Write, "/admin/privacy/export", "POST", request => request.Content = new StringContent($$"""{"subject":"{{Ann}}"}"""));
        Assert.Equal((HttpStatusCode.OK, text), (answer.Status, answer.Text));

        var erased = JsonNode.Parse((await CliProcess.RunAsync(folder, ["privacy", "erase", "--subject", Ann, "--json", .. ledger, .. admin])).Output)!["files"]![0]!;
        Assert.Equal(
            (lines.Count(line => (string)line["kind"]! == "entry"), lines.Count(line => (string)line["kind"]! == "label"), lines.Count(line => (string)line["kind"]! == "answer")),
            ((int)erased["attempts"]!, (int)erased["labels"]!, (int)erased["responses"]!));
        Assert.Empty(lines.Where(line => line["request_id"] is not null).Select(line => (string)line["request_id"]!).Intersect(gateway.Ledger().Select(row => row.RequestId)));

        // Nothing is told plainly.
        var nothing = await CliProcess.RunAsync(folder, ["privacy", "export", "--subject", Ann, "--out", Path.Combine(folder.Path, "none.jsonl"), .. ledger]);
        Assert.Equal((0, ""), (nothing.ExitCode, nothing.Output));
        Assert.Contains("nothing is kept of them", nothing.Errors, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(folder.Path, "none.jsonl")));
        answer = await http.SendAsync(keys.Write, "/admin/privacy/export", "POST", request => request.Content = new StringContent($$"""{"subject":"{{Ann}}"}"""));
        Assert.Equal((HttpStatusCode.NotFound, "nothing_kept"), (answer.Status, (string)answer.Json["error"]!["code"]!));

        // Bob's own are still there, and who was told what is on record without a name.
        Assert.Contains("2 entries of 2 requests, 1 labels, 0 kept answers", (await CliProcess.RunAsync(folder, ["privacy", "export", "--subject", Bob, .. ledger])).Errors, StringComparison.Ordinal);
        var records = (await File.ReadAllLinesAsync(Assert.Single(gateway.Files("ledger.audit.jsonl")), Cancellation)).Select(line => JsonNode.Parse(line)!).Where(line => (string)line["kind"]! == "export").ToArray();
        Assert.Equal(["command line", "command line", keys.WriteId, "command line"], records.Select(record => (string)record["actor"]!));
        Assert.All(records[..3], record => Assert.Equal((2, 1, 2), ((int)record["data"]!["attempts"]!, (int)record["data"]!["labels"]!, (int)record["data"]!["responses"]!)));
        Assert.Equal(0, (await CliProcess.RunAsync(folder, ["privacy", "verify", .. ledger])).ExitCode);
    }

    [Theory]
    [InlineData("""{"before":"90d"}""", HttpStatusCode.BadRequest, "invalid_body")]
    [InlineData("""{"subject":"ann","rewrite":true}""", HttpStatusCode.BadRequest, "invalid_body")]
    [InlineData("""{"subject":""}""", HttpStatusCode.BadRequest, "invalid_subject")]
    [InlineData("""{"subject":"nobody"}""", HttpStatusCode.NotFound, "nothing_kept")]
    public async Task AdminExport_Bodies_AreRefusedByName(string body, HttpStatusCode status, string code)
    {
        var keys = new AdminKeys();
        await using var home = ScriptedEngine.Start(Script.Answers("here"));
        await using var gateway = await GatewayUnderTest.StartAsync(options => options with { Admin = keys.Options }, TestEngine.Local(home));
        using var http = new AdminClient(gateway.AdminUrl);
        var answer = await http.SendAsync(keys.Write, "/admin/privacy/export", "POST", request => request.Content = new StringContent(body));
        Assert.Equal((status, code), (answer.Status, (string)answer.Json["error"]!["code"]!));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(2, "--subject", "")]
    [InlineData(1, "--subject", "ann", "--ledger", "nowhere.db")]
    public async Task Export_AskedWrongly_EndsAsErasingDoes(int code, params string[] how)
    {
        await using var home = ScriptedEngine.Start(Script.Answers("here"));
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(home));
        await TalkAsync(gateway, Ann, "hi", null);
        using var folder = new CliFolder();
        string[] ledger = how.Contains("--ledger") ? [] : ["--ledger", gateway.Options.Ledger.Path!];
        Assert.Equal(code, (await CliProcess.RunAsync(folder, ["privacy", "export", .. how, .. ledger])).ExitCode);
        Assert.Equal(code, (await CliProcess.RunAsync(folder, ["privacy", "erase", .. how, .. ledger])).ExitCode);
    }

    // A chat that is judged, and an answer that is kept; its id.
    private static async Task<string> TalkAsync(GatewayUnderTest gateway, string subject, string text, string? previous)
    {
        var chat = await gateway.PostChatAsync(
            $$"""{"model":"{{GatewayUnderTest.LocalFirst}}","messages":[{"role":"user","content":"{{text}}"}],"safety_identifier":"{{subject}}"}""");
        Assert.Equal(HttpStatusCode.OK, chat.Status);
        var rated = await gateway.PostAsync("feedback", Encoding.UTF8.GetBytes($$"""{"request_id":"{{chat.Header("x-autoclaw-request-id")}}","rating":"up","comment":"{{text}}"}"""));
        Assert.Equal(HttpStatusCode.Accepted, rated.Status);
        var after = previous is null ? "" : $",\"previous_response_id\":\"{previous}\"";
        var kept = await gateway.PostAsync("responses", Encoding.UTF8.GetBytes($$"""{"model":"{{TestEngine.LocalId}}","input":"{{text}}","safety_identifier":"{{subject}}"{{after}}}"""));
        Assert.Equal(HttpStatusCode.OK, kept.Status);
        return (string)kept.Json["id"]!;
    }
}
