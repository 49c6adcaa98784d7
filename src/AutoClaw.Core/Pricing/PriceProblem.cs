namespace AutoClaw.Core.Pricing;

/// <summary>One thing wrong with a price file.</summary>
/// <param name="Where">A path in the file, for example <c>rows[3].tiers[0].input</c>; or <c>line 4, column 7</c> where it is no JSON.</param>
/// <param name="Message">What is wrong and what would be right.</param>
public sealed record PriceProblem(string Where, string Message)
{
    public override string ToString() => $"{Where}: {Message}";
}
