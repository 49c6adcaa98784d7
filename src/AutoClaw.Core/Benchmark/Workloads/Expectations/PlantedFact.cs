namespace AutoClaw.Core.Benchmark.Workloads;

/// <summary>What a summary has to say of one project.</summary>
/// <param name="Project">Its name.</param>
/// <param name="Amount">What it was given.</param>
/// <param name="Person">Who is in charge.</param>
/// <param name="Day">When it is to be finished.</param>
public sealed record PlantedFact(string Project, decimal Amount, string Person, DateOnly Day);
