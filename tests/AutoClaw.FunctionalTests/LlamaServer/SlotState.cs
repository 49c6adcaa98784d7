using System.Text.Json.Nodes;

namespace AutoClaw.FunctionalTests.LlamaServer;

/// <summary>What a llama-server says of one of its slots.</summary>
/// <param name="IsBusy">It works on a request.</param>
/// <param name="PromptRead">Tokens of that request's prompt that it has gone through; 0 once the slot is free.</param>
/// <param name="Held">Tokens of the last request that are in its cache, also once it is free: how far it has come.</param>
/// <param name="Generated">Tokens of the answer so far.</param>
internal sealed record SlotState(bool IsBusy, int PromptRead, int Held, int Generated)
{
    public static IReadOnlyList<SlotState> Read(string json) => [.. JsonNode.Parse(json)!.AsArray().Select(slot => Of(slot!))];

    private static SlotState Of(JsonNode slot) => new(
        (bool)slot["is_processing"]!,
        (int?)slot["n_prompt_tokens_processed"] ?? 0,
        (int?)slot["n_prompt_tokens"] ?? 0,
        (int?)slot["next_token"]?[0]?["n_decoded"] ?? 0);
}
