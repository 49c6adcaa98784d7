using System.Text.Json;

namespace AutoClaw.Core.Wire.OpenAiResponses;

/// <summary>The members of one streamed event that say something, in one pass. Larger ones are places, read by whoever needs them.</summary>
internal struct StreamedEvent
{
    public string? Type { get; private set; }

    public int OutputIndex { get; private set; }

    public int PartIndex { get; private set; }

    public string? Delta { get; private set; }

    /// <summary><c>arguments</c>, <c>text</c> or <c>refusal</c>: the whole of what the deltas gave in pieces.</summary>
    public string? Whole { get; private set; }

    public ByteRange Item { get; private set; }

    public ByteRange Response { get; private set; }

    public ByteRange Error { get; private set; }

    public ByteRange Logprobs { get; private set; }

    public ByteRange Annotation { get; private set; }

    /// <summary>False for what is no object with a <c>type</c> or an <c>error</c>. Throws on broken JSON.</summary>
    public static bool TryRead(ReadOnlySpan<byte> data, out StreamedEvent read)
    {
        read = default;
        var json = new Utf8JsonReader(data);
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            read.ReadMember(ref json);
        }

        return (read.Type is not null || read.Error.IsPresent) && !json.Read();
    }

    /// <summary>A value of the event as a reader that stands on its first token.</summary>
    public static Utf8JsonReader At(ReadOnlySpan<byte> data, ByteRange range)
    {
        var json = new Utf8JsonReader(range.Of(data));
        json.Read();
        return json;
    }

    private static ByteRange Skip(ref Utf8JsonReader json)
    {
        if (json.TokenType == JsonTokenType.Null)
        {
            return default;
        }

        var start = (int)json.TokenStartIndex;
        json.Skip();
        return new ByteRange(start, (int)json.BytesConsumed - start);
    }

    private static int Number(ref Utf8JsonReader json)
    {
        var value = 0;
        if (json.TokenType != JsonTokenType.Number || !json.TryGetInt32(out value))
        {
            json.Skip();
        }

        return value;
    }

    private static string? Text(ref Utf8JsonReader json)
    {
        if (json.TokenType == JsonTokenType.String)
        {
            return json.GetString();
        }

        json.Skip();
        return null;
    }

    private void ReadMember(ref Utf8JsonReader json)
    {
        var name = json.HasValueSequence ? default : json.ValueSpan;
        json.Read();
        switch (name.Length)
        {
            case 4 when name.SequenceEqual("type"u8):
                Type = Text(ref json);
                break;
            case 5 when name.SequenceEqual("delta"u8):
                Delta = Text(ref json);
                break;
            case 12 when name.SequenceEqual("output_index"u8):
                OutputIndex = Number(ref json);
                break;
            case 13 when name.SequenceEqual("content_index"u8) || name.SequenceEqual("summary_index"u8):
                PartIndex = Number(ref json);
                break;
            case 4 when name.SequenceEqual("text"u8):
            case 7 when name.SequenceEqual("refusal"u8):
            case 9 when name.SequenceEqual("arguments"u8):
                Whole = Text(ref json);
                break;
            case 4 when name.SequenceEqual("item"u8):
                Item = Skip(ref json);
                break;
            case 8 when name.SequenceEqual("response"u8):
                Response = Skip(ref json);
                break;
            case 5 when name.SequenceEqual("error"u8):
                Error = Skip(ref json);
                break;
            case 8 when name.SequenceEqual("logprobs"u8):
                Logprobs = Skip(ref json);
                break;
            case 10 when name.SequenceEqual("annotation"u8):
                Annotation = Skip(ref json);
                break;
            default:
                json.Skip();
                break;
        }
    }
}
