namespace AutoClaw.Core.Benchmark.Workloads.Retrieval;

/// <summary>What is asked for.</summary>
internal enum RetrievalValue
{
    FoundingYear,
    MovingYear,
    Count,
    Person,
    Product,
    Place,
}
