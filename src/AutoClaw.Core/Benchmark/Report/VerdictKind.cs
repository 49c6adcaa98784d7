namespace AutoClaw.Core.Benchmark.Report;

/// <summary>What can be said of who is better.</summary>
public enum VerdictKind
{
    /// <summary>One is better than every other one, and the interval says so.</summary>
    Decided,

    /// <summary>None is better by as much as would matter, and the interval says so.</summary>
    Equal,

    /// <summary>The interval allows either.</summary>
    Undecided,

    /// <summary>For fewer than two of them the figure is known.</summary>
    Unknown,

    /// <summary>Not measured: given facts that are compared as they are, or not at all.</summary>
    Fact,
}
