using System.Buffers;
using System.Text.Json;

namespace AutoClaw.Core.Wire.OpenAiChat;

/// <summary>
/// Collects a streamed answer into the one object that a non-streaming client expects: choices by index, tool-call deltas by theirs,
/// texts joined, log probabilities appended, unknown fields kept. The only place where both forms meet.
/// </summary>
public sealed class ChatCollector
{
    private readonly FieldBag _top = new();
    private readonly List<CollectedChoice> _choices = new(1);
    private CollectedChoice? _last;

    /// <summary>Adds one chunk that <see cref="ChatChunkReader"/> found valid.</summary>
    public void Add(ReadOnlySpan<byte> chunk)
    {
        var reader = new Utf8JsonReader(chunk);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = RawValue.Name(ref reader);
            reader.Read();
            if (name.SequenceEqual("choices"u8) && reader.TokenType == JsonTokenType.StartArray)
            {
                while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
                {
                    AddChoice(chunk, ref reader);
                }
            }
            else if (name.SequenceEqual("object"u8))
            {
                reader.Skip();
            }
            else if (name.SequenceEqual("id"u8) || name.SequenceEqual("created"u8))
            {
                // Some engines make a new id for the usage chunk.
                _top.KeepFirst(name, RawValue.Take(chunk, ref reader));
            }
            else
            {
                _top.Replace(name, RawValue.Take(chunk, ref reader));
            }
        }
    }

    /// <summary>Adds a chunk that differs from the last one in its content alone.</summary>
    /// <param name="inner">That content, as it stands between the quotes.</param>
    public void Extend(ReadOnlySpan<byte> inner) => _last!.Extend(inner);

    /// <summary>Writes the <c>chat.completion</c> object.</summary>
    public void WriteTo(IBufferWriter<byte> output)
    {
        using var writer = new Utf8JsonWriter(output, new JsonWriterOptions { SkipValidation = true });
        writer.WriteStartObject();
        _top.WriteOrNull(writer, "id"u8);
        writer.WriteString("object"u8, "chat.completion"u8);
        writer.WritePropertyName("choices"u8);
        writer.WriteStartArray();
        _choices.Sort(static (a, b) => a.Index.CompareTo(b.Index));
        foreach (var choice in _choices)
        {
            choice.WriteTo(writer);
        }

        writer.WriteEndArray();
        _top.WriteOthers(writer, "id"u8, default, default);
        writer.WriteEndObject();
    }

    private void AddChoice(ReadOnlySpan<byte> chunk, ref Utf8JsonReader reader)
    {
        // The index may stand behind the delta: look it up first, then read again.
        var index = RawValue.PeekIndex(reader) ?? 0;
        var choice = _choices.Find(c => c.Index == index);
        if (choice is null)
        {
            choice = new CollectedChoice(index);
            _choices.Add(choice);
        }

        choice.Add(chunk, ref reader);
        _last = choice;
    }
}
