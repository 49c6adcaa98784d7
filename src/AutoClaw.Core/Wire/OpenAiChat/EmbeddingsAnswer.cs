using System.Text.Json;
using AutoClaw.Core.Model;

namespace AutoClaw.Core.Wire.OpenAiChat;

/// <summary>Looks into an engine's embeddings answer, which otherwise passes as it is.</summary>
public static class EmbeddingsAnswer
{
    /// <summary>False if <paramref name="body"/> is not a JSON object with a <c>data</c> array.</summary>
    /// <param name="body">The whole answer.</param>
    /// <param name="usage">The engine's count; null if it gave none.</param>
    public static bool ReadUsage(ReadOnlySpan<byte> body, out Usage? usage)
    {
        usage = null;
        var hasData = false;
        try
        {
            var reader = new Utf8JsonReader(body);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return false;
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isUsage = reader.ValueTextEquals("usage"u8);
                var isData = reader.ValueTextEquals("data"u8);
                reader.Read();
                hasData |= isData && reader.TokenType == JsonTokenType.StartArray;
                if (isUsage && reader.TokenType == JsonTokenType.StartObject)
                {
                    usage = UsageReader.Read(ref reader);
                }
                else
                {
                    reader.Skip();
                }
            }

            return hasData;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
