namespace AutoClaw.Core.Advisor.Data;

/// <summary>One thing wrong with a market data file.</summary>
/// <param name="Where">A path in the file, for example <c>prices[3].usd</c>; or <c>line 4, column 7</c> where it is no JSON.</param>
/// <param name="Message">What is wrong and what would be right.</param>
public sealed record MarketProblem(string Where, string Message)
{
    public override string ToString() => $"{Where}: {Message}";
}
