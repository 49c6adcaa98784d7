namespace AutoClaw.Gateway.Options;

/// <summary>How many calls an engine gets at the same time, and how many may wait for it. Without it calls are sent as they come.</summary>
public sealed record QueueOptions
{
    /// <summary>Calls that it gets at the same time, 1 or more; null: as many as a llama-server of the gateway answers in parallel.</summary>
    public int? Slots { get; init; }

    /// <summary>Calls that may wait, 0 or more; one more is refused.</summary>
    public int Length { get; init; } = 256;

    /// <summary>A call that is expected to wait longer is refused at once, and one that has waited so long after all is refused then.</summary>
    public TimeSpan MaxWait { get; init; } = TimeSpan.FromMinutes(2);
}
