namespace AutoClaw.Core.Routing;

/// <summary>
/// The part of a long text that the model reads: its head and its tail. Instructions stand at either end of a long prompt; what is
/// pasted in the middle decides little and would cost time in proportion.
/// </summary>
internal static class TextClip
{
    /// <summary>Bytes read of a text that is longer than both together.</summary>
    public const int Head = 3072;

    public const int Tail = 1024;

    public const int MaxBytes = Head + Tail;

    /// <summary>Copies the head and the tail of <paramref name="text"/> to <paramref name="target"/> and gives back the bytes copied.</summary>
    public static int Copy(ReadOnlySpan<byte> text, Span<byte> target)
    {
        if (text.Length <= MaxBytes)
        {
            text.CopyTo(target);
            return text.Length;
        }

        text[..Head].CopyTo(target);
        text[^Tail..].CopyTo(target[Head..]);
        return MaxBytes;
    }
}
