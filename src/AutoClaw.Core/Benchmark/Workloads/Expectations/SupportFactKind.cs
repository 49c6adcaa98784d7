namespace AutoClaw.Core.Benchmark.Workloads;

/// <summary>How a fact is found in an answer.</summary>
public enum SupportFactKind
{
    /// <summary>A number anywhere, however it is grouped.</summary>
    Amount,

    /// <summary>A number with a percent sign or the word behind it.</summary>
    Percent,

    /// <summary>A day in any form that means one day only.</summary>
    Day,

    /// <summary>The same letters and digits.</summary>
    Code,
}
