using System.Text;
using System.Text.Json;
using AutoClaw.Core.Wire.OpenAiChat;

namespace AutoClaw.Core.Wire.Gemini;

/// <summary>What one part of a streamed answer says; its members come in any order.</summary>
internal readonly record struct GeminiReadPart
{
    public string? Text { get; private init; }

    public bool IsThought { get; private init; }

    public string? Signature { get; private init; }

    /// <summary>The function that is called; null where none is.</summary>
    public string? Call { get; private init; }

    public string? CallId { get; private init; }

    public string? Arguments { get; private init; }

    /// <summary>The name of a kind of part that no other wire has.</summary>
    public string? Foreign { get; private init; }

    /// <summary>Stands on the part's start before and on its end after.</summary>
    public static GeminiReadPart Read(ReadOnlySpan<byte> data, ref Utf8JsonReader reader)
    {
        var part = default(GeminiReadPart);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("text"u8))
            {
                reader.Read();
                part = part with { Text = TextOf(ref reader) };
            }
            else if (reader.ValueTextEquals("thought"u8))
            {
                reader.Read();
                part = part with { IsThought = reader.TokenType == JsonTokenType.True };
                reader.Skip();
            }
            else if (reader.ValueTextEquals("thoughtSignature"u8))
            {
                reader.Read();
                part = part with { Signature = TextOf(ref reader) };
            }
            else if (reader.ValueTextEquals("functionCall"u8))
            {
                reader.Read();
                part = ReadCall(data, ref reader, part);
            }
            else
            {
                part = part with { Foreign = reader.GetString() };
                reader.Read();
                reader.Skip();
            }
        }

        return part;
    }

    private static GeminiReadPart ReadCall(ReadOnlySpan<byte> data, ref Utf8JsonReader reader, GeminiReadPart part)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return part;
        }

        part = part with { Call = "" };
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("name"u8))
            {
                reader.Read();
                part = part with { Call = TextOf(ref reader) ?? "" };
            }
            else if (reader.ValueTextEquals("id"u8))
            {
                reader.Read();
                part = part with { CallId = TextOf(ref reader) };
            }
            else if (reader.ValueTextEquals("args"u8))
            {
                reader.Read();
                part = part with { Arguments = reader.TokenType == JsonTokenType.StartObject ? Encoding.UTF8.GetString(RawValue.Take(data, ref reader)) : null };
                reader.Skip();
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        return part;
    }

    private static string? TextOf(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return reader.GetString();
        }

        reader.Skip();
        return null;
    }
}
