using System.Text.Json;

namespace AutoClaw.Core.Wire.OpenAiChat;

/// <summary>One tool call being collected: its id and name come once, its arguments in pieces.</summary>
internal sealed class CollectedToolCall(int index)
{
    private readonly FieldBag _fields = new();
    private readonly FieldBag _function = new();
    private bool _hasFunction;

    public int Index => index;

    public void Add(ReadOnlySpan<byte> chunk, ref Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = RawValue.Name(ref reader);
            reader.Read();
            if (name.SequenceEqual("function"u8) && reader.TokenType == JsonTokenType.StartObject)
            {
                _hasFunction = true;
                AddFunction(chunk, ref reader);
            }
            else if (name.SequenceEqual("index"u8))
            {
                reader.Skip();
            }
            else if (name.SequenceEqual("id"u8) || name.SequenceEqual("type"u8))
            {
                _fields.KeepFirst(name, RawValue.Take(chunk, ref reader));
            }
            else
            {
                _fields.Join(name, RawValue.Take(chunk, ref reader));
            }
        }
    }

    public void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        _fields.WriteTo(writer);
        if (!_fields.Has("type"u8))
        {
            writer.WriteString("type"u8, "function"u8);
        }

        if (_hasFunction)
        {
            writer.WriteStartObject("function"u8);
            _function.WriteTo(writer);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private void AddFunction(ReadOnlySpan<byte> chunk, ref Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = RawValue.Name(ref reader);
            reader.Read();
            var value = RawValue.Take(chunk, ref reader);
            if (name.SequenceEqual("arguments"u8))
            {
                _function.Join(name, value);
            }
            else
            {
                // An engine that repeats the name must not make "get_weatherget_weather" of it.
                _function.KeepFirst(name, value);
            }
        }
    }
}
