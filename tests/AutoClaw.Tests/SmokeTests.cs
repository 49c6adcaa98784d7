using AutoClaw.Cli;

namespace AutoClaw.Tests;

public sealed class SmokeTests
{
    [Fact]
    public void RootCommand_Help_ParsesWithoutErrors() => Assert.Empty(AutoClawCommand.Create().Parse(["--help"]).Errors);
}
