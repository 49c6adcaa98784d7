using System.Buffers;
using System.Text;
using System.Text.Json;

namespace AutoClaw.Core.Wire.OpenAiResponses;

/// <summary>Server-sent events of this wire: each named by its type and numbered.</summary>
internal sealed class EventStream
{
    private readonly ArrayBufferWriter<byte> _json = new(512);
    private int _next;

    /// <summary>Begins an event, whose members are written to what is returned. <see cref="End"/> sends it before another begins.</summary>
    public Utf8JsonWriter Begin(string type)
    {
        _json.ResetWrittenCount();
        var writer = new Utf8JsonWriter(_json, WireJson.Options);
        writer.WriteStartObject();
        writer.WriteString("type"u8, type);
        writer.WriteNumber("sequence_number"u8, _next++);
        return writer;
    }

    /// <summary>Begins an event about an item.</summary>
    public Utf8JsonWriter Begin(string type, AnswerItem item)
    {
        var writer = Begin(type);
        writer.WriteString("item_id"u8, item.Id);
        writer.WriteNumber("output_index"u8, item.Index);
        return writer;
    }

    public void End(Utf8JsonWriter writer, string type, IBufferWriter<byte> output)
    {
        writer.WriteEndObject();
        writer.Dispose();
        output.Write("event: "u8);
        Encoding.ASCII.GetBytes(type, output);
        output.Write("\ndata: "u8);
        output.Write(_json.WrittenSpan);
        output.Write("\n\n"u8);
    }
}
