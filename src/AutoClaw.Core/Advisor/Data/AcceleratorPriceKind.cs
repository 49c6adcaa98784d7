namespace AutoClaw.Core.Advisor.Data;

/// <summary>What one pays for.</summary>
public enum AcceleratorPriceKind
{
    /// <summary>USD an hour for one, with the share of a machine that comes with it.</summary>
    Rent,

    /// <summary>USD for one, without the machine around it unless it is one.</summary>
    Purchase,
}
