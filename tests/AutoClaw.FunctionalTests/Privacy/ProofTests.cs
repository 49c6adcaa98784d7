using System.Net;
using System.Text.Json.Nodes;
using AutoClaw.FunctionalTests.Admin;
using AutoClaw.FunctionalTests.Gateway;
using AutoClaw.FunctionalTests.Scripted;
using AutoClaw.FunctionalTests.Verbs;
using AutoClaw.Gateway.Options;

namespace AutoClaw.FunctionalTests.Privacy;

/// <summary>The record of what left, by the command line, and that nobody can change it unnoticed.</summary>
public sealed class ProofTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Prove_RequestsOfBothKinds_ShowsWhatLeftAndIsBoundToTheChain()
    {
        await using var home = ScriptedEngine.Start(Script.Answers("here"));
        await using var sky = ScriptedEngine.Start(Script.Answers("there"));
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(home), TestEngine.Cloud(sky));
        for (var i = 0; i < 3; i++)
        {
            await gateway.PostChatAsync(Ask(TestEngine.CloudId, "weather?"));
            await gateway.PostChatAsync(Ask(GatewayUnderTest.LocalFirst), ("x-autoclaw-privacy", "local_only"));
        }

        // While it runs.
        using var folder = new CliFolder();
        var result = await CliProcess.RunAsync(folder, "privacy", "prove", "--json", "--ledger", gateway.Options.Ledger.Path!);
        Assert.True(result.ExitCode == 0, result.Errors + result.Output);
        var proof = JsonNode.Parse(result.Output)!;
        var rows = proof["rows"]!.AsArray().Select(row => ((string)row!["privacy"]!, (string)row["place"]!, (string?)row["address"], (long)row["requests"]!, (long)row["bytes"]! > 0)).ToArray();
        Assert.Equal([("local_only", "local", null, 3L, false), ("open", "cloud", "127.0.0.1", 3L, true)], rows);
        Assert.Equal(6, (long)proof["chain"]!["attempts"]!);

        var table = await CliProcess.RunAsync(folder, "privacy", "prove", "--since", "1h", "--ledger", gateway.Options.Ledger.Path!);
        Assert.Equal(0, table.ExitCode);
        Assert.Contains("nothing left that had to stay", table.Output, StringComparison.Ordinal);

        await gateway.StopAsync();
        Tamper(gateway, "UPDATE attempt SET egress_bytes = 0, egress_address = NULL, place = 0 WHERE place = 1");
        foreach (var verb in (string[])["prove", "verify"])
        {
            var caught = await CliProcess.RunAsync(folder, "privacy", verb, "--ledger", gateway.Options.Ledger.Path!);
            Assert.Equal(1, caught.ExitCode);
            Assert.Contains("are not what record", caught.Errors, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Prove_SomethingThatHadToStayHasLeft_FailsAndNamesIt()
    {
        await using var home = ScriptedEngine.Start(Script.Answers("here"));
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(home));
        var answer = await gateway.PostChatAsync(Ask(TestEngine.LocalId), ("x-autoclaw-privacy", "local_only"));
        await gateway.StopAsync();
        Tamper(gateway, "UPDATE attempt SET egress_bytes = 77, egress_address = '203.0.113.9'");

        using var folder = new CliFolder();
        var result = await CliProcess.RunAsync(folder, "privacy", "prove", "--ledger", gateway.Options.Ledger.Path!);
        Assert.Equal(1, result.ExitCode);
        Assert.Contains($"{answer.Header("x-autoclaw-request-id")}, call 1: labelled local_only, engine {TestEngine.LocalId}, 77 bytes to 203.0.113.9", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Audit_ConfigurationAndAdministrators_AreOnRecordAndFollowOneAnother()
    {
        var keys = new AdminKeys();
        await using var home = ScriptedEngine.Start(Script.Answers("here"));
        await using var gateway = await GatewayUnderTest.StartAsync(options => options with { Admin = keys.Options }, TestEngine.Local(home));
        using var admin = new AdminClient(gateway.AdminUrl);
        Assert.Equal(HttpStatusCode.OK, (await admin.SendAsync(keys.Write, $"/admin/engines/{TestEngine.LocalId}/drain", "POST")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await admin.SendAsync(keys.Write, "/admin/engines/nobody/drain", "POST")).Status);

        // How an action ended is on record after its answer.
        await Fixtures.Eventually.TrueAsync(async () =>
        {
            try
            {
                return (await File.ReadAllTextAsync(gateway.Files("*.audit.jsonl")[0], Cancellation)).Contains("\"admin_refused\"", StringComparison.Ordinal);
            }
            catch (IOException)
            {
                // It is being written.
                return false;
            }
        });
        Assert.True(gateway.Apply(gateway.Options with { Privacy = new PrivacyOptions { Label = AutoClaw.Core.Privacy.PrivacyLabel.Private } }));

        using var folder = new CliFolder();
        var verified = await CliProcess.RunAsync(folder, "privacy", "verify", "--json", "--ledger", gateway.Options.Ledger.Path!);
        Assert.True(verified.ExitCode == 0, verified.Errors);
        var lines = await File.ReadAllLinesAsync(Assert.Single(gateway.Files("*.audit.jsonl")), Cancellation);
        var records = lines.Select(line => JsonNode.Parse(line)!).Where(record => (string)record["kind"]! != "ledger").ToArray();
        Assert.Equal(
            ["start gateway", $"admin {keys.WriteId}", $"admin {keys.WriteId}", $"admin_refused {keys.WriteId}", "config gateway"],
            records.Select(record => $"{record["kind"]} {record["actor"]}"));
        Assert.Equal($"/admin/engines/{TestEngine.LocalId}/drain", (string)records[1]["data"]!["path"]!);
        Assert.Equal(404, (int)records[3]["data"]!["status"]!);
        Assert.Equal(("open", "local_only"), ((string)records[0]["data"]!["label"]!, (string)records[4]["data"]!["label"]!));
        Assert.DoesNotContain(lines, line => line.Contains(keys.Write, StringComparison.Ordinal) || line.Contains(gateway.ApiKey, StringComparison.Ordinal));

        var kept = await CliProcess.RunAsync(folder, "privacy", "verify", "--ledger", gateway.Options.Ledger.Path!, "--head", (string)JsonNode.Parse(verified.Output)!["head"]!);
        Assert.Equal(0, kept.ExitCode);
        var unknown = await CliProcess.RunAsync(folder, "privacy", "verify", "--ledger", gateway.Options.Ledger.Path!, "--head", new string('a', 64));
        Assert.Equal(1, unknown.ExitCode);
    }

    [Fact]
    public async Task Change_AuditLogThatCantBeWritten_ChangesNothing()
    {
        var keys = new AdminKeys();
        await using var home = ScriptedEngine.Start(Script.Answers("here"));
        await using var gateway = await GatewayUnderTest.StartAsync(options => options with { Admin = keys.Options }, TestEngine.Local(home));
        await File.AppendAllTextAsync(Assert.Single(gateway.Files("*.audit.jsonl")), "no record\n", Cancellation);
        using var admin = new AdminClient(gateway.AdminUrl);
        var answer = await admin.SendAsync(keys.Write, $"/admin/engines/{TestEngine.LocalId}/drain", "POST");
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "audit_unavailable"), (answer.Status, (string)answer.Json["error"]!["code"]!));
        Assert.Equal(HttpStatusCode.OK, (await gateway.PostChatAsync(Ask(TestEngine.LocalId))).Status);
        Assert.False(gateway.Current.Engines[0].IsDrained);
    }

    private static string Ask(string model, string text = "hi") => $$"""{"model":"{{model}}","messages":[{"role":"user","content":"{{text}}"}]}""";

    private static void Tamper(GatewayUnderTest gateway, string sql)
    {
        using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={gateway.Options.Ledger.Path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The test's own.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
