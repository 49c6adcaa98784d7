using System.Buffers;
using System.Text.Json;
using AutoClaw.Core.Wire.Hub;
using AutoClaw.Core.Wire.OpenAiChat;

namespace AutoClaw.Core.Wire.Gemini;

/// <summary>Frames the pieces of a streamed answer, each of which says whose it is.</summary>
internal sealed class GeminiPieces(AnswerHead head, GeminiFraming framing)
{
    private bool _began;

    /// <summary>Opens a piece; <see cref="End"/> closes it.</summary>
    public Utf8JsonWriter Begin(IBufferWriter<byte> output)
    {
        output.Write(framing == GeminiFraming.Events ? "data: "u8 : _began ? ",\r\n"u8 : "["u8);
        _began = true;
        var writer = new Utf8JsonWriter(output, WireJson.Options);
        writer.WriteStartObject();
        return writer;
    }

    public void End(Utf8JsonWriter writer, IBufferWriter<byte> output, bool isLast)
    {
        writer.WriteString("modelVersion"u8, head.Model);
        writer.WriteString("responseId"u8, head.Id);
        writer.WriteEndObject();
        writer.Dispose();
        output.Write(framing == GeminiFraming.Events ? "\r\n\r\n"u8 : isLast ? "\n]\n"u8 : "\n"u8);
    }

    /// <summary>Ends the stream with an error.</summary>
    public void WriteError(EngineError error, IBufferWriter<byte> output)
    {
        var status = GeminiStatus.OfType(error.Type);
        if (framing == GeminiFraming.Events)
        {
            GeminiErrorWriter.WriteEvent(output, status, error);
            return;
        }

        output.Write(_began ? ",\r\n"u8 : "["u8);
        GeminiErrorWriter.Write(output, status, error);
        output.Write("]\n"u8);
    }
}
