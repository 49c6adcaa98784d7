namespace AutoClaw.Core.Benchmark.Workloads.Extraction;

/// <summary>One line of an order.</summary>
internal sealed record OrderItem(string Product, int Quantity, decimal UnitPrice);
