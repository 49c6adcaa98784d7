namespace AutoClaw.Core.Wire;

/// <summary>A place in a request body. Default: nothing there.</summary>
/// <param name="Start">First byte.</param>
/// <param name="Length">Bytes; 0 means absent.</param>
public readonly record struct ByteRange(int Start, int Length)
{
    public int End => Start + Length;

    public bool IsPresent => Length > 0;

    public ReadOnlySpan<byte> Of(ReadOnlySpan<byte> body) => body.Slice(Start, Length);
}
