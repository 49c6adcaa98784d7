namespace AutoClaw.Core.Wire;

/// <summary>
/// Cuts server-sent events out of bytes as they arrive (WHATWG HTML, section 9.2). LF, CRLF and CR end a line; an empty line ends an
/// event. Works on whole events only: the caller keeps what is left over and calls again with more.
/// </summary>
public static class SseEvents
{
    /// <summary>Takes the next whole event off <paramref name="buffer"/>.</summary>
    /// <param name="buffer">Unread bytes; moved past the event, its empty line included.</param>
    /// <param name="raw">The event as it came, empty line included.</param>
    /// <returns>False if no whole event is there yet.</returns>
    public static bool TryTake(ref ReadOnlySpan<byte> buffer, out ReadOnlySpan<byte> raw)
    {
        var position = 0;
        while (true)
        {
            var end = buffer[position..].IndexOfAny((byte)'\n', (byte)'\r');
            if (end < 0)
            {
                raw = default;
                return false;
            }

            var empty = end == 0;
            position += end + 1;
            if (buffer[position - 1] == (byte)'\r')
            {
                // Whether a line feed belongs to this line end is known only once the next byte is there.
                if (position == buffer.Length)
                {
                    raw = default;
                    return false;
                }

                if (buffer[position] == (byte)'\n')
                {
                    position++;
                }
            }

            if (empty)
            {
                raw = buffer[..position];
                buffer = buffer[position..];
                return true;
            }
        }
    }

    /// <summary>The payload of an event's only <c>data</c> line; empty for comments and events without data.</summary>
    /// <param name="raw">One event.</param>
    /// <param name="multiple">True if there are several data lines, which a chat stream never has.</param>
    public static ReadOnlySpan<byte> Data(ReadOnlySpan<byte> raw, out bool multiple)
    {
        multiple = false;
        ReadOnlySpan<byte> data = default;
        var found = false;
        while (!raw.IsEmpty)
        {
            var end = raw.IndexOfAny((byte)'\n', (byte)'\r');
            var line = end < 0 ? raw : raw[..end];
            raw = end < 0 ? default : raw[(end + 1)..];
            if (!line.StartsWith("data:"u8))
            {
                continue;
            }

            multiple |= found;
            found = true;
            data = line[5..];
            if (data is [(byte)' ', ..])
            {
                data = data[1..];
            }
        }

        return data;
    }
}
