using System.Text.Json;
using System.Text.Json.Nodes;
using AutoClaw.Cli.Simulator;
using AutoClaw.Core.Model;
using AutoClaw.FunctionalTests.Gateway;
using AutoClaw.FunctionalTests.Scripted;
using AutoClaw.Gateway.Options;

namespace AutoClaw.FunctionalTests.Clients;

/// <summary>Codex and Claude Code with one task each: they hold a gateway to all that their APIs promise, tools and long prompts among it.</summary>
public sealed class CodingAgentTests
{
    private const string Written = "hello from the agent";

    [Theory]
    [InlineData("codex")]
    [InlineData("claude")]
    public async Task Task_EngineOfAnotherApi_AgentDoesWhatTheModelAsksAndEnds(string name)
    {
        var work = "";
        await using var engine = ScriptedEngine.Start(exchange => WritesAFile(exchange, work));
        await using var gateway = await StartAsync(TestEngine.Cloud(engine));
        await using var agent = Start(name, gateway);
        work = agent.Work;
        var result = await agent.RunAsync("Write hello into written.txt, nothing else.");

        Assert.True(result.ExitCode == 0, result.Output + result.Errors);
        Assert.Contains("All done.", result.Output, StringComparison.Ordinal);
        Assert.Empty(agent.Outside);
        Assert.Equal(Written, (await File.ReadAllTextAsync(Path.Combine(agent.Work, "written.txt"), TestContext.Current.CancellationToken)).Trim());
        var ledger = await gateway.StopAndReadLedgerAsync();
        Assert.Equal(2, ledger.Count(row => row.Outcome == AttemptOutcome.Completed));
        Assert.All(ledger, row => Assert.Equal((TestEngine.CloudId, AttemptOutcome.Completed), (row.Engine, row.Outcome)));
    }

    [Theory]
    [InlineData("codex", "openai-responses")]
    [InlineData("claude", "anthropic")]
    [InlineData("codex", "gemini")]
    [InlineData("claude", "openai")]
    public async Task Question_SimulatorInAnyApi_AgentShowsItsAnswer(string name, string kind)
    {
        await using var simulator = await SimulatorServer.StartAsync(new SimulatorServerOptions { Model = TestEngine.CloudModel, OutputTokens = 12 }, TestContext.Current.CancellationToken);
        var root = kind == "gemini" ? new Uri(simulator.BaseUrl, "/v1beta") : simulator.BaseUrl;
        await using var gateway = await StartAsync(TestEngine.Cloud(root) with { Kind = kind });
        await using var agent = Start(name, gateway);
        var result = await agent.RunAsync("What is a relay?");

        Assert.True(result.ExitCode == 0, result.Output + result.Errors);
        Assert.NotEmpty(result.Output.Trim());
        Assert.Empty(agent.Outside);
        Assert.Contains(await gateway.StopAndReadLedgerAsync(), row => row is { Outcome: AttemptOutcome.Completed, OutputTokens: > 0 });
    }

    private static CodingAgent Start(string name, GatewayUnderTest gateway) => name == "codex" ? CodingAgent.Codex(gateway) : CodingAgent.ClaudeCode(gateway);

    // What their vendors' models are called.
    private static Task<GatewayUnderTest> StartAsync(EngineOptions engine) => GatewayUnderTest.StartAsync(
        options => options with { Routes = [new RouteOptions { Name = "auto", Engines = [engine.Id], Aliases = ["claude-*", "gpt-*"] }] }, engine);

    // Asks once for a file, by whichever of the agent's tools can write one, and is content with whatever comes of it.
    private static Task WritesAFile(ScriptedExchange exchange, string work)
    {
        var request = exchange.Request.Json;
        var names = request["tools"]?.AsArray().Select(tool => (string?)tool!["function"]?["name"]).ToList() ?? [];
        var isAnswered = request["messages"]!.AsArray().Any(message => (string?)message!["role"] == "tool");
        (string Name, JsonObject Arguments)? call = isAnswered ? null
            : names.Contains("Write") ? ("Write", new JsonObject { ["file_path"] = Path.Combine(work, "written.txt"), ["content"] = Written })
            : names.Contains("exec_command") ? ("exec_command", new JsonObject { ["cmd"] = $"echo {Written} > written.txt" })
            : names.Contains("shell_command") ? ("shell_command", new JsonObject { ["command"] = $"echo {Written} > written.txt" })
            : names.Contains("shell") ? ("shell", new JsonObject { ["command"] = new JsonArray("bash", "-c", $"echo {Written} > written.txt") })
            : null;
        return call is var (name, arguments)
            ? Script.Events(
                Script.Role,
                Script.Chunk($$$"""{"index":0,"delta":{"tool_calls":[{"index":0,"id":"call_1","type":"function","function":{"name":"{{{name}}}","arguments":{{{JsonSerializer.Serialize(arguments.ToJsonString())}}} }}]},"finish_reason":null}"""),
                Script.Finish("tool_calls"),
                Script.Usage(11, 5),
                "[DONE]")(exchange)
            : Script.Answers("All ", "done.")(exchange);
    }
}
