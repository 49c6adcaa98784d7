using AutoClaw.FunctionalTests.Gateway;
using Microsoft.Extensions.AI;

namespace AutoClaw.FunctionalTests.Clients;

/// <summary><c>Microsoft.Extensions.AI.OpenAI</c> over chat completions.</summary>
public sealed class ExtensionsAiChatTests : ExtensionsAiTests
{
    private protected override IChatClient ClientOf(GatewayUnderTest gateway, string model, string? key = null)
        => gateway.OpenAI(key).GetChatClient(model).AsIChatClient();
}
