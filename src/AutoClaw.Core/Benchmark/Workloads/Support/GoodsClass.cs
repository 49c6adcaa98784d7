namespace AutoClaw.Core.Benchmark.Workloads.Support;

/// <summary>What the policy says of one kind of goods; no two kinds have a figure in common.</summary>
internal sealed record GoodsClass(string Name, int ReturnDays, int FeePercent, int WarrantyMonths, string Desk);
