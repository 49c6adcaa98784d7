namespace AutoClaw.Gateway.Engines;

/// <summary>How a call came to an engine's gate: in, refused, or gone while it waited (neither gate nor refusal).</summary>
/// <param name="Gate">What to leave when the call has ended; null where it did not get in.</param>
/// <param name="Since">The clock's timestamp when it got in.</param>
/// <param name="Refusal">Why it did not get in, if the engine is too busy.</param>
internal readonly record struct GateEntry(EngineGate? Gate, long Since, EngineFailure? Refusal)
{
    public bool IsIn => Gate is not null;

    /// <summary>How long it waited for the engine's process: so much less of its time is left until the first content.</summary>
    public TimeSpan Waited { get; init; }

    /// <summary>The engine can only begin with it now: what it takes is counted from here.</summary>
    public GateEntry Begun() => Gate is null ? this : this with { Since = Gate.Now };

    /// <summary>Leaves, and empties <paramref name="entry"/>, so that only the first of several calls counts.</summary>
    /// <param name="entry">May be empty.</param>
    /// <param name="completed">The engine gave its whole answer: how long that took tells how long the next one will.</param>
    public static void Leave(ref GateEntry entry, bool completed)
    {
        var held = entry;
        entry = default;
        held.Gate?.Leave(held.Since, completed);
    }
}
