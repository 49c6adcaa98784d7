namespace AutoClaw.HeadToHead;

/// <summary>What the simulators were told to be, and what a run should therefore find.</summary>
internal static class Truth
{
    public const double LocalTtftMs = 60, CloudTtftMs = 265, LocalTokensPerSecond = 90, CloudTokensPerSecond = 150;
}
