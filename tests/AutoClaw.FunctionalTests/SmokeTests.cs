using AutoClaw.Cli;

namespace AutoClaw.FunctionalTests;

public sealed class SmokeTests
{
    [Fact]
    public void RootCommand_Help_ParsesWithoutErrors() => Assert.Empty(AutoClawCommand.Create().Parse(["--help"]).Errors);
}
