using System.Text.Json;

namespace AutoClaw.Core.Wire.OpenAiChat;

/// <summary>One choice of an answer being collected.</summary>
internal sealed class CollectedChoice(int index)
{
    private readonly FieldBag _message = new();
    private readonly FieldBag _other = new();
    private readonly FieldBag _functionCall = new();
    private readonly FieldBag _logProbabilities = new();
    private List<CollectedToolCall>? _toolCalls;
    private bool _hasFunctionCall;
    private bool _hasLogProbabilities;

    public int Index => index;

    /// <summary>Stands on the choice's opening brace before and on its closing one after.</summary>
    public void Add(ReadOnlySpan<byte> chunk, ref Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = RawValue.Name(ref reader);
            reader.Read();
            var isObject = reader.TokenType == JsonTokenType.StartObject;
            if (isObject && name.SequenceEqual("delta"u8))
            {
                AddDelta(chunk, ref reader);
            }
            else if (isObject && name.SequenceEqual("logprobs"u8))
            {
                _hasLogProbabilities = true;
                AddMembers(_logProbabilities, chunk, ref reader);
            }
            else if (name.SequenceEqual("index"u8))
            {
                reader.Skip();
            }
            else
            {
                _other.Replace(name, RawValue.Take(chunk, ref reader));
            }
        }
    }

    /// <summary>Adds to the content that the last <see cref="Add"/> brought.</summary>
    public void Extend(ReadOnlySpan<byte> inner) => _message.Extend("content"u8, inner);

    public void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteNumber("index"u8, index);
        writer.WriteStartObject("message"u8);
        if (_message.Has("role"u8))
        {
            _message.WriteOrNull(writer, "role"u8);
        }
        else
        {
            writer.WriteString("role"u8, "assistant"u8);
        }

        // Both are required by OpenAI's schema, null included, and SDKs rely on it.
        _message.WriteOrNull(writer, "content"u8);
        _message.WriteOrNull(writer, "refusal"u8);
        _message.WriteOthers(writer, "role"u8, "content"u8, "refusal"u8);
        if (_hasFunctionCall)
        {
            writer.WriteStartObject("function_call"u8);
            _functionCall.WriteTo(writer);
            writer.WriteEndObject();
        }

        if (_toolCalls is not null)
        {
            writer.WriteStartArray("tool_calls"u8);
            _toolCalls.Sort(static (a, b) => a.Index.CompareTo(b.Index));
            foreach (var call in _toolCalls)
            {
                call.WriteTo(writer);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
        WriteLogProbabilities(writer);
        _other.WriteOrNull(writer, "finish_reason"u8);
        _other.WriteOthers(writer, "finish_reason"u8, "logprobs"u8, default);
        writer.WriteEndObject();
    }

    /// <summary>Reads an object's members into <paramref name="bag"/>, joined to what is there.</summary>
    internal static void AddMembers(FieldBag bag, ReadOnlySpan<byte> chunk, ref Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = RawValue.Name(ref reader);
            reader.Read();
            bag.Join(name, RawValue.Take(chunk, ref reader));
        }
    }

    private void AddDelta(ReadOnlySpan<byte> chunk, ref Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = RawValue.Name(ref reader);
            reader.Read();
            if (name.SequenceEqual("tool_calls"u8) && reader.TokenType == JsonTokenType.StartArray)
            {
                AddToolCalls(chunk, ref reader);
            }
            else if (name.SequenceEqual("function_call"u8) && reader.TokenType == JsonTokenType.StartObject)
            {
                _hasFunctionCall = true;
                AddMembers(_functionCall, chunk, ref reader);
            }
            else if (name.SequenceEqual("role"u8))
            {
                _message.KeepFirst(name, RawValue.Take(chunk, ref reader));
            }
            else
            {
                _message.Join(name, RawValue.Take(chunk, ref reader));
            }
        }
    }

    private void AddToolCalls(ReadOnlySpan<byte> chunk, ref Utf8JsonReader reader)
    {
        _toolCalls ??= [];
        var position = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
        {
            // Engines that send whole calls at once may leave the index out: the place in the array stands for it.
            var callIndex = RawValue.PeekIndex(reader) ?? position;
            position++;
            var call = _toolCalls.Find(c => c.Index == callIndex);
            if (call is null)
            {
                call = new CollectedToolCall(callIndex);
                _toolCalls.Add(call);
            }

            call.Add(chunk, ref reader);
        }
    }

    private void WriteLogProbabilities(Utf8JsonWriter writer)
    {
        if (!_hasLogProbabilities)
        {
            writer.WriteNull("logprobs"u8);
            return;
        }

        writer.WriteStartObject("logprobs"u8);
        _logProbabilities.WriteTo(writer);
        writer.WriteEndObject();
    }
}
