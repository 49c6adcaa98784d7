using AutoClaw.FunctionalTests.Gateway;
using AutoClaw.FunctionalTests.Scripted;

namespace AutoClaw.FunctionalTests.Operations;

/// <summary>What the log tells an operator, and what it must never tell anybody: prompts and keys.</summary>
public sealed class LogTests
{
    private const string Secret = "my-most-private-question";

    private static readonly string Quoted = $$$"""{"error":{"message":"could not do: {{{Secret}}}","type":"t","param":null,"code":"c"}}""";

    public static TheoryData<string> Faults => ["400", "429", "500", "error event first", "error event after content", "malformed"];

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Log_EngineFailureThatQuotesThePrompt_NamesTheEngineAndNotThePrompt(string fault)
    {
        await using var engine = ScriptedEngine.Start(fault switch
        {
            "error event first" => Script.Events(Quoted),
            "error event after content" => Script.Events(Script.Content("a"), Quoted),
            "malformed" => Script.Events($"not JSON {Secret}"),
            _ => exchange => exchange.WriteAnswerAsync(int.Parse(fault, System.Globalization.CultureInfo.InvariantCulture), "application/json", Quoted),
        });
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(engine) with { ApiKey = "engine-secret" });
        var body = $$"""{"model":"local","stream":true,"messages":[{"role":"user","content":"{{Secret}}"}]}""";
        using var request = gateway.ChatRequest(body);
        using (await gateway.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken))
        {
            await gateway.StopAsync();
        }

        var line = Assert.Single(gateway.Log.Items, item => item.StartsWith("Warning", StringComparison.Ordinal));
        Assert.Contains(TestEngine.LocalId, line, StringComparison.Ordinal);
        Assert.All(gateway.Log.Items, item =>
        {
            Assert.DoesNotContain(Secret, item, StringComparison.Ordinal);
            Assert.DoesNotContain("engine-secret", item, StringComparison.Ordinal);
            Assert.DoesNotContain(gateway.ApiKey, item, StringComparison.Ordinal);
            Assert.DoesNotContain("Exception", item, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Log_HealthyRequests_SaysNothing()
    {
        await using var engine = ScriptedEngine.Start(Script.Answers("a"));
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(engine));
        await gateway.PostChatAsync("""{"model":"local","messages":[{"role":"user","content":"hi"}]}""");
        await gateway.PostChatAsync("""{"model":""");
        await gateway.StopAsync();
        Assert.Empty(gateway.Log.Items);
    }
}
