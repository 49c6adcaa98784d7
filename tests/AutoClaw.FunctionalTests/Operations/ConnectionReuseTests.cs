using AutoClaw.FunctionalTests.Gateway;
using AutoClaw.FunctionalTests.Scripted;

namespace AutoClaw.FunctionalTests.Operations;

/// <summary>Connections are kept: a handshake for every request would cost a cloud round trip.</summary>
public sealed class ConnectionReuseTests
{
    [Fact]
    public async Task Engine_RequestsOneAfterTheOther_UseOneConnection()
    {
        await using var engine = ScriptedEngine.Start(Script.Answers("a"), Script.Answers("b"), Script.Fails(500), Script.Fails(400), Script.Answers("c"));
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(engine));
        foreach (var stream in (string[])["true", "false", "true", "false", "true"])
        {
            await gateway.PostChatAsync($$"""{"model":"local","stream":{{stream}},"messages":[{"role":"user","content":"hi"}]}""");
        }

        Assert.Equal(5, engine.Requests.Items.Count);
        Assert.Equal(1, engine.Connections);
        Assert.Equal(1, gateway.Connections);
    }
}
