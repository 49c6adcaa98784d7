using System.Buffers.Text;
using System.Text;

namespace AutoClaw.Core.Wire;

/// <summary>Turns JSON string bytes into plain UTF-8 for whoever reads the text, without allocating.</summary>
public static class PromptText
{
    /// <summary>Bytes of one message that are read at most: the first and the last half of them. Ample for a decision, and bounds its time.</summary>
    public const int MaxBytes = 8 * 1024;

    /// <summary>Copies the last user message into <paramref name="destination"/>, its parts joined by line feeds.</summary>
    /// <returns>Bytes written; 0 if the conversation has no user text.</returns>
    public static int CopyLastUser(ChatEnvelope envelope, Span<byte> destination) =>
        Copy(envelope, envelope.LastUserStart, envelope.LastUserEnd, destination);

    /// <summary>Length of the last user message as written, if <see cref="CopyLastUser"/> clips it; 0 if that takes all of it.</summary>
    public static int ClippedLastUserBytes(ChatEnvelope envelope)
    {
        var bytes = 0;
        for (var i = envelope.LastUserStart; i < envelope.LastUserEnd; i++)
        {
            bytes += envelope.MutableParts[i].Raw.Length;
        }

        return bytes > MaxBytes ? bytes : 0;
    }

    /// <summary>Undoes JSON escapes. Tolerates an escape cut off at the end, which is dropped, and lone surrogates, which become U+FFFD.</summary>
    /// <returns>Bytes written: as many as fit.</returns>
    public static int Unescape(ReadOnlySpan<byte> raw, Span<byte> destination)
    {
        var written = 0;
        while (!raw.IsEmpty)
        {
            var plain = raw.IndexOf((byte)'\\');
            var run = plain < 0 ? raw : raw[..plain];
            if (run.Length > destination.Length - written)
            {
                run[..(destination.Length - written)].CopyTo(destination[written..]);
                return destination.Length;
            }

            run.CopyTo(destination[written..]);
            written += run.Length;
            if (plain < 0 || plain + 1 >= raw.Length)
            {
                return written;
            }

            raw = raw[plain..];
            var rune = ReadEscape(ref raw);
            if (rune is null || !rune.Value.TryEncodeToUtf8(destination[written..], out var bytes))
            {
                return written;
            }

            written += bytes;
        }

        return written;
    }

    private static int Copy(ChatEnvelope envelope, int start, int end, Span<byte> destination)
    {
        var body = envelope.Body.Span;
        var parts = envelope.MutableParts;
        var written = 0;
        for (var i = start; i < end && written < destination.Length; i++)
        {
            if (i > start)
            {
                destination[written++] = (byte)'\n';
            }

            var raw = parts[i].Raw.Of(body);
            var room = destination[written..];
            if (raw.Length <= room.Length)
            {
                written += CopyPart(raw, parts[i].Escaped, room);
                continue;
            }

            // The task often stands at the end of a long text (documents first, question last): keep both ends.
            var half = room.Length / 2;
            written += CopyPart(raw[..half], parts[i].Escaped, room[..half]);
            written += CopyPart(TailOf(raw, half), parts[i].Escaped, destination[written..]);
        }

        return written;
    }

    private static int CopyPart(ReadOnlySpan<byte> raw, bool escaped, Span<byte> destination)
    {
        if (escaped)
        {
            return Unescape(raw, destination);
        }

        raw.CopyTo(destination);
        return raw.Length;
    }

    // Starts at a character's first byte and not inside an escape: an odd run of backslashes before the cut means we are in one.
    private static ReadOnlySpan<byte> TailOf(ReadOnlySpan<byte> raw, int length)
    {
        var start = raw.Length - length;
        while (start < raw.Length && (raw[start] & 0xC0) == 0x80)
        {
            start++;
        }

        var slashes = 0;
        while (start - slashes - 1 >= 0 && raw[start - slashes - 1] == (byte)'\\')
        {
            slashes++;
        }

        return raw[Math.Min(raw.Length, start + (slashes & 1))..];
    }

    private static Rune? ReadEscape(ref ReadOnlySpan<byte> raw)
    {
        var kind = raw[1];
        if (kind != (byte)'u')
        {
            raw = raw[2..];
            return new Rune(kind switch
            {
                (byte)'n' => '\n',
                (byte)'r' => '\r',
                (byte)'t' => '\t',
                (byte)'b' => '\b',
                (byte)'f' => '\f',
                _ => (char)kind,
            });
        }

        if (!TryReadHex(raw, out var high))
        {
            return null;
        }

        raw = raw[6..];
        if (!char.IsSurrogate(high))
        {
            return new Rune(high);
        }

        if (char.IsHighSurrogate(high) && raw.Length >= 6 && raw[0] == (byte)'\\' && raw[1] == (byte)'u'
            && TryReadHex(raw, out var low) && char.IsLowSurrogate(low))
        {
            raw = raw[6..];
            return new Rune(high, low);
        }

        return Rune.ReplacementChar;
    }

    private static bool TryReadHex(ReadOnlySpan<byte> escape, out char value)
    {
        value = default;
        if (escape.Length < 6 || !Utf8Parser.TryParse(escape.Slice(2, 4), out ushort code, out var used, 'x') || used != 4)
        {
            return false;
        }

        value = (char)code;
        return true;
    }
}
