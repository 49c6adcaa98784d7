namespace AutoClaw.Core.Privacy;

/// <summary>A piece of a text that tells of somebody.</summary>
/// <param name="Start">Its first UTF-16 unit.</param>
/// <param name="End">After its last one.</param>
/// <param name="Type">What it is.</param>
/// <param name="Score">How sure that is, in (0, 1]: 1 where a checksum holds, less where form or context alone speak.</param>
public readonly record struct PiiSpan(int Start, int End, PiiType Type, float Score)
{
    public int Length => End - Start;
}
