namespace AutoClaw.Core.Model;

/// <summary>How far a fact of the shipped data can be relied on.</summary>
public enum Confidence
{
    /// <summary>One account of unknown care, a rounded figure, or one that was not read again: a range to plan with.</summary>
    Low,

    /// <summary>One source that says how it knows.</summary>
    Medium,

    /// <summary>The maker's or seller's own page, or two sources that agree.</summary>
    High,
}
