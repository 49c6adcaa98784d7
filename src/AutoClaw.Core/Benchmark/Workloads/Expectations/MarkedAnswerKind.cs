namespace AutoClaw.Core.Benchmark.Workloads;

/// <summary>How an exact answer is compared.</summary>
public enum MarkedAnswerKind
{
    /// <summary>The same words, whatever their case.</summary>
    Text,

    /// <summary>The same number, however it is grouped, with or without a unit.</summary>
    Number,

    /// <summary>The same day, as 2031-03-14 or with its month in words.</summary>
    Day,

    /// <summary>The same items in the same order.</summary>
    List,
}
