using System.Buffers;
using System.Text.Json;

namespace AutoClaw.Core.Wire.OpenAiChat;

/// <summary>Takes log probabilities out of a chunk that is passed on to a client which did not ask for them.</summary>
public static class LogprobsFilter
{
    // Where a choice's members stand: { "choices": [ { here.
    private const int ChoiceDepth = 3;

    /// <summary>Writes <paramref name="chunk"/> with <c>null</c> for each choice's <c>logprobs</c>; every other byte stays as it is.</summary>
    /// <param name="chunk">Valid JSON.</param>
    /// <param name="output">Where it goes.</param>
    public static void Write(ReadOnlySpan<byte> chunk, IBufferWriter<byte> output)
    {
        var reader = new Utf8JsonReader(chunk);
        var written = 0;
        var inChoices = false;
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName)
            {
                continue;
            }

            if (reader.CurrentDepth == 1)
            {
                inChoices = reader.ValueTextEquals("choices"u8);
            }
            else if (inChoices && reader.CurrentDepth == ChoiceDepth && reader.ValueTextEquals("logprobs"u8))
            {
                reader.Read();
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                output.Write(chunk[written..start]);
                output.Write("null"u8);
                written = (int)reader.BytesConsumed;
            }
        }

        output.Write(chunk[written..]);
    }
}
