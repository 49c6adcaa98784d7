namespace AutoClaw.Core.Benchmark.Workloads.Retrieval;

/// <summary>Something that a passage may say about its company.</summary>
/// <param name="Sentence">With {0} for the company and {1} for the value.</param>
/// <param name="Question">With {0} for whose it is.</param>
/// <param name="Kind">What the value is.</param>
internal sealed record RetrievalFact(string Sentence, string Question, RetrievalValue Kind);
