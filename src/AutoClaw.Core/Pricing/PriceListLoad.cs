using System.Collections.Immutable;

namespace AutoClaw.Core.Pricing;

/// <summary>What came of reading a price file: a list, or everything that is wrong with it.</summary>
/// <param name="List">Null where there is any problem.</param>
/// <param name="Problems">Empty where there is a list.</param>
public sealed record PriceListLoad(PriceList? List, ImmutableArray<PriceProblem> Problems);
