using System.Buffers;
using System.Text.Json;

namespace AutoClaw.Core.Wire.Gemini;

/// <summary>Writes this wire's answers that no model gives: counts of tokens, and models.</summary>
public static class GeminiAnswers
{
    /// <summary>The answer to <c>countTokens</c>.</summary>
    public static void WriteCount(IBufferWriter<byte> output, long tokens)
    {
        using var writer = new Utf8JsonWriter(output, WireJson.Options);
        writer.WriteStartObject();
        writer.WriteNumber("totalTokens"u8, tokens);
        writer.WriteEndObject();
    }

    /// <summary>The answer to <c>GET /v1beta/models</c>, all on one page.</summary>
    public static void WriteModels(IBufferWriter<byte> output, IEnumerable<GeminiModelEntry> models)
    {
        using var writer = new Utf8JsonWriter(output, WireJson.Options);
        writer.WriteStartObject();
        writer.WriteStartArray("models"u8);
        foreach (var model in models)
        {
            Write(writer, model);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>The answer to <c>GET /v1beta/models/{model}</c>.</summary>
    public static void WriteModel(IBufferWriter<byte> output, GeminiModelEntry model)
    {
        using var writer = new Utf8JsonWriter(output, WireJson.Options);
        Write(writer, model);
    }

    private static void Write(Utf8JsonWriter writer, GeminiModelEntry model)
    {
        writer.WriteStartObject();
        writer.WriteString("name"u8, "models/" + model.Name);
        writer.WriteString("version"u8, "001"u8);
        writer.WriteString("displayName"u8, model.Name);
        if (model.Description is not null)
        {
            writer.WriteString("description"u8, model.Description);
        }

        if (model.InputTokenLimit is { } input)
        {
            writer.WriteNumber("inputTokenLimit"u8, input);
        }

        if (model.OutputTokenLimit is { } output)
        {
            writer.WriteNumber("outputTokenLimit"u8, output);
        }

        writer.WriteStartArray("supportedGenerationMethods"u8);
        writer.WriteStringValue("generateContent"u8);
        writer.WriteStringValue("streamGenerateContent"u8);
        writer.WriteStringValue("countTokens"u8);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
