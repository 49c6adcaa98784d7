using System.Collections.Immutable;

namespace AutoClaw.Core.Benchmark.Workloads;

/// <summary>Something that an answer has to tell the customer.</summary>
/// <param name="Kind">What it is, and so how it is found.</param>
/// <param name="Value">A number in digits, a day as <c>yyyy-mm-dd</c>, or a code.</param>
/// <param name="Decoys">What holds for other goods: an answer that says one of these as well does not tell the fact.</param>
public sealed record SupportFact(SupportFactKind Kind, string Value, ImmutableArray<string> Decoys);
