using AutoClaw.FunctionalTests.Gateway;
using Microsoft.Extensions.AI;

// OpenAI marks its client for this API as one that may still change.
#pragma warning disable OPENAI001

namespace AutoClaw.FunctionalTests.Clients;

/// <summary><c>Microsoft.Extensions.AI.OpenAI</c> over Responses.</summary>
public sealed class ExtensionsAiResponsesTests : ExtensionsAiTests
{
    private protected override IChatClient ClientOf(GatewayUnderTest gateway, string model, string? key = null)
        => gateway.OpenAI(key).GetResponsesClient().AsIChatClient(model);
}
