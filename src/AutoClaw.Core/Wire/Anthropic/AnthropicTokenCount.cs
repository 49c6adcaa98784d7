using System.Buffers;
using System.Text.Json;

namespace AutoClaw.Core.Wire.Anthropic;

/// <summary>Writes the answer to a request to count tokens.</summary>
public static class AnthropicTokenCount
{
    /// <param name="output">Gets the body.</param>
    /// <param name="inputTokens">Of system prompt, messages and tools together.</param>
    public static void Write(IBufferWriter<byte> output, long inputTokens)
    {
        using var writer = new Utf8JsonWriter(output);
        writer.WriteStartObject();
        writer.WriteNumber("input_tokens"u8, inputTokens);
        writer.WriteEndObject();
    }
}
