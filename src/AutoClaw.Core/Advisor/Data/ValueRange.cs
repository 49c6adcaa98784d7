namespace AutoClaw.Core.Advisor.Data;

/// <summary>
/// What a figure is usually, and between what it lies. Three times the same value means that only one is known, not that it is certain:
/// see the row's confidence.
/// </summary>
public readonly record struct ValueRange(double Low, double Typical, double High)
{
    /// <summary>True where the sources name one value only.</summary>
    public bool IsSingle => Low == High;
}
