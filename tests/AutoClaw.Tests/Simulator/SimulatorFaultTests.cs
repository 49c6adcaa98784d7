using AutoClaw.Cli.Simulator;

namespace AutoClaw.Tests.Simulator;

public sealed class SimulatorFaultTests
{
    [Fact]
    public void Parse_Accepted_GivesKindAmountAndRetryAfter()
    {
        Assert.Equal(new SimulatorFault(SimulatorFaultKind.Status, 429, 7), SimulatorFault.Parse("status:429,7"));
        Assert.Equal(new SimulatorFault(SimulatorFaultKind.Status, 500), SimulatorFault.Parse("status:500"));
        Assert.Equal(new SimulatorFault(SimulatorFaultKind.RefuseAfter, 0), SimulatorFault.Parse("refuse-after:0"));
        Assert.Equal(new SimulatorFault(SimulatorFaultKind.DieMidStream, 3), SimulatorFault.Parse("die-mid-stream"));
        Assert.Equal(new SimulatorFault(SimulatorFaultKind.DieMidStream, 9), SimulatorFault.Parse("die-mid-stream:9"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("explode")]
    [InlineData("status")]
    [InlineData("status:200")]
    [InlineData("status:429,soon")]
    [InlineData("status:429,1,2")]
    [InlineData("refuse-after")]
    [InlineData("early-eof:-1")]
    [InlineData("early-eof:1,2")]
    public void Parse_Anything_Else_IsNull(string text) => Assert.Null(SimulatorFault.Parse(text));

    [Fact]
    public void Syntax_EachKind_IsNamed()
    {
        var names = SimulatorFault.Syntax.Split(", ").Select(form => form.Split(':', '[')[0]);
        Assert.All(Enum.GetNames<SimulatorFaultKind>(), kind => Assert.Contains(kind, names.Select(name => name.Replace("-", "", StringComparison.Ordinal)), StringComparer.OrdinalIgnoreCase));
    }
}
