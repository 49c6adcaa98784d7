using System.Collections.Immutable;

namespace AutoClaw.Core.Advisor.Data;

/// <summary>What came of reading a market data file: the data, or everything that is wrong with it.</summary>
/// <param name="Data">Null where there is any problem.</param>
/// <param name="Problems">Empty where there is data.</param>
public sealed record MarketDataLoad(MarketData? Data, ImmutableArray<MarketProblem> Problems);
