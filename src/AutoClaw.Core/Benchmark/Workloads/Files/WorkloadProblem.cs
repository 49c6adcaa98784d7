namespace AutoClaw.Core.Benchmark.Workloads;

/// <summary>What is wrong with a file of prompts or questions.</summary>
/// <param name="File">Its name as the user gave it.</param>
/// <param name="Line">From 1.</param>
/// <param name="Text">For people.</param>
public sealed record WorkloadProblem(string File, int Line, string Text)
{
    /// <summary>As compilers print it.</summary>
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{File}:{Line}: {Text}");
}
