namespace AutoClaw.Core.Model;

/// <summary>Where an engine runs. Privacy rests on it: what must stay home may only go to <see cref="Local"/>.</summary>
public enum Place
{
    /// <summary>On hardware that the operator declares as its own; no data leaves it.</summary>
    Local,

    /// <summary>Somebody else's API.</summary>
    Cloud,
}
