using System.Text.Json;
using AutoClaw.Gateway.Engines;

namespace AutoClaw.Tests.Engines;

public sealed class EngineSlotsTests
{
    [Theory]
    [InlineData("""[{"id":0,"n_ctx":4096,"n_prompt_tokens":1024},{"id":1,"n_ctx":4096,"is_processing":false}]""", 0.125)]
    [InlineData("""[{"n_ctx":100,"n_prompt_tokens":130}]""", 1.0)]
    [InlineData("""[{"n_ctx":"100"},7]""", null)]
    [InlineData("[]", null)]
    [InlineData("""{"error":{"message":"This server does not support slots endpoint."}}""", null)]
    public void KvUsage_OfSlots_IsTheShareThatHoldsTokens(string answer, double? expected) => Assert.Equal(expected, EngineSlots.KvUsage(JsonElement.Parse(answer)));
}
