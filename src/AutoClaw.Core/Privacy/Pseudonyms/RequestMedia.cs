using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;

namespace AutoClaw.Core.Privacy.Pseudonyms;

/// <summary>Tells what a Base64 string in a request is: media, which nobody can read here, or the bytes of a text file.</summary>
internal static class RequestMedia
{
    private static ReadOnlySpan<byte> Marker => ";base64,"u8;

    /// <summary>True for <c>data:…;base64,…</c>.</summary>
    /// <param name="raw">A JSON string's inside.</param>
    /// <param name="type">What it says it is.</param>
    /// <param name="content">The Base64 in it.</param>
    public static bool IsDataUrl(ReadOnlySpan<byte> raw, out ReadOnlySpan<byte> type, out ReadOnlySpan<byte> content)
    {
        type = content = default;
        if (raw.Length < 5 || (raw[0] | 0x20) != 'd' || raw[4] != ':' || raw[..Math.Min(raw.Length, 256)].IndexOf(Marker) is not (var mark and > 0))
        {
            return false;
        }

        type = raw[5..mark];
        content = raw[(mark + Marker.Length)..];
        return TextRules.IsBase64(content);
    }

    /// <summary>What the object around a member called <c>data</c> says of it.</summary>
    /// <param name="json">Begins with the object.</param>
    /// <returns>The type of media, <c>application/octet-stream</c> where it is no text and nothing else is said; empty for plain text.</returns>
    public static ReadOnlySpan<byte> TypeOf(ReadOnlySpan<byte> json)
    {
        ReadOnlySpan<byte> type = default;
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = RequestTexts.MaxDepth });
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var (isMedia, isKind) = (
                reader.ValueTextEquals("media_type"u8) || reader.ValueTextEquals("mime_type"u8) || reader.ValueTextEquals("mimeType"u8),
                reader.ValueTextEquals("type"u8));
            var isFormat = reader.ValueTextEquals("format"u8);
            reader.Read();
            if (reader.TokenType == JsonTokenType.String)
            {
                if (isKind && reader.ValueTextEquals("text"u8))
                {
                    return default;
                }

                if (isMedia)
                {
                    type = reader.ValueSpan;
                }
                else if (type.IsEmpty && (isFormat || (isKind && (reader.ValueTextEquals("base64"u8) || reader.ValueTextEquals("redacted_thinking"u8)))))
                {
                    type = "application/octet-stream"u8;
                }
            }

            reader.Skip();
        }

        return type;
    }

    /// <summary>The bytes of a file, as far as they can be read.</summary>
    /// <param name="content">In Base64 of either alphabet, with or without padding.</param>
    /// <param name="bytes">Longer than <paramref name="content"/> by 3.</param>
    /// <returns>How many there are.</returns>
    public static int Decode(ReadOnlySpan<byte> content, Span<byte> bytes)
    {
        var length = 0;
        foreach (var letter in bytes[..EscapedText.Unescape(content, bytes)])
        {
            if (letter > ' ' && letter != '=')
            {
                bytes[length++] = letter switch { (byte)'-' => (byte)'+', (byte)'_' => (byte)'/', _ => letter };
            }
        }

        while (length % 4 != 0)
        {
            bytes[length++] = (byte)'=';
        }

        return Base64.DecodeFromUtf8InPlace(bytes[..length], out var decoded) == OperationStatus.Done ? decoded : 0;
    }

    /// <summary>True for files that are text as they are.</summary>
    public static bool IsText(ReadOnlySpan<byte> type) =>
        type.StartsWith("text"u8) || type.IndexOf("json"u8) >= 0 || type.IndexOf("xml"u8) >= 0 || type.IndexOf("csv"u8) >= 0 || type.IndexOf("yaml"u8) >= 0;
}
