namespace AutoClaw.FunctionalTests.Admin;

/// <summary>The tests that share one <c>autoclaw up</c>, one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class AdminProcess : ICollectionFixture<RunningAdmin>
{
    public const string Name = "admin process";
}
