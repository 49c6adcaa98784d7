namespace AutoClaw.Core.Advisor.Data;

/// <summary>An assumption that the advisor makes where its user names none.</summary>
/// <param name="Name">One of the constants here.</param>
/// <param name="Value">The figure.</param>
/// <param name="Unit">For people.</param>
/// <param name="Origin">Where this comes from.</param>
public sealed record MarketDefault(string Name, ValueRange Value, string Unit, DataOrigin Origin)
{
    /// <summary>Power that the site draws for each watt of the machines.</summary>
    public const string Pue = "pue";

    /// <summary>USD a kilowatt-hour.</summary>
    public const string Electricity = "electricity";

    /// <summary>What an engineer costs an employer, USD a month.</summary>
    public const string LabourMonth = "labour_month";

    /// <summary>Engineers that keep one or two models served.</summary>
    public const string LabourFte = "labour_fte";

    /// <summary>Years until hardware is written off.</summary>
    public const string AmortisationYears = "amortisation_years";

    /// <summary>Share of the time that an accelerator at work is busy.</summary>
    public const string Utilisation = "utilisation";

    internal static readonly string[] Names = [Pue, Electricity, LabourMonth, LabourFte, AmortisationYears, Utilisation];
}
