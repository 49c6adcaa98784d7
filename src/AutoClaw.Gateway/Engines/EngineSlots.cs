using System.Text.Json;

namespace AutoClaw.Gateway.Engines;

/// <summary>What llama-server says of its slots. Since 2025 its metrics have no figure for the key-value cache; its slots still tell.</summary>
internal static class EngineSlots
{
    /// <summary>Tokens that lie in the slots over those that would fit, 0 to 1; null where <paramref name="slots"/> is no such list.</summary>
    /// <param name="slots">The answer: a slot that was never used names no tokens, an idle one those of its last prompt and answer.</param>
    public static double? KvUsage(JsonElement slots)
    {
        if (slots.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        var (used, room) = (0.0, 0.0);
        foreach (var slot in slots.EnumerateArray())
        {
            used += Number(slot, "n_prompt_tokens");
            room += Number(slot, "n_ctx");
        }

        return room > 0 ? Math.Clamp(used / room, 0, 1) : null;
    }

    private static double Number(JsonElement slot, string name) =>
        slot.ValueKind == JsonValueKind.Object && slot.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : 0;
}
