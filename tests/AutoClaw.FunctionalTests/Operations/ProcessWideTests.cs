namespace AutoClaw.FunctionalTests.Operations;

/// <summary>Tests of what all gateways of one process share, the meters: they run while no other test does.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ProcessWideTests
{
    public const string Name = "process-wide";
}
