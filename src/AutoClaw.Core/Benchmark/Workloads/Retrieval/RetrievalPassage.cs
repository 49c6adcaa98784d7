namespace AutoClaw.Core.Benchmark.Workloads.Retrieval;

/// <summary>One passage before it has its number: what it says of one company.</summary>
internal sealed class RetrievalPassage(string company)
{
    public string Company { get; } = company;

    /// <summary>The values it states, by the fact's place in the list of facts.</summary>
    public Dictionary<int, string> Values { get; } = [];

    /// <summary>The company that supplies this one: the second hop of a question.</summary>
    public RetrievalPassage? Supplier { get; set; }
}
