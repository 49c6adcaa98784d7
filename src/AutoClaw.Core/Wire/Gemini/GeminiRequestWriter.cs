using System.Buffers;
using System.Text.Json;
using AutoClaw.Core.Wire.Hub;

namespace AutoClaw.Core.Wire.Gemini;

/// <summary>Writes a request for an engine of this wire, whose model and way of answering are in the path.</summary>
internal static class GeminiRequestWriter
{
    public static void Write(ChatRequest request, string model, IBufferWriter<byte> output, Losses losses)
    {
        var generation = GeminiGeneration.Of(model);
        using var writer = new Utf8JsonWriter(output, WireJson.Options);
        writer.WriteStartObject();
        new GeminiContentWriter(writer, losses, generation).Write(request.Messages);
        GeminiToolWriter.Write(writer, request, losses);
        GeminiConfigWriter.Write(writer, request, generation, losses);
        writer.WriteEndObject();
        if (request.EndUser is not null)
        {
            losses.AddHint("user");
        }

        losses.Add(request.Foreign);
    }
}
