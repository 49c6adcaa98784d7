namespace AutoClaw.Tests.Wire.Conformance;

/// <summary>The table in docs/wires.md is what happens; AUTOCLAW_WRITE_DOCS=1 writes it anew.</summary>
public sealed class ConformanceTests
{
    private static readonly string Table = ConformanceTable.Create();

    [Fact]
    public void Table_EveryPair_LosesNothingSilently() =>
        Assert.DoesNotContain(Table.Split('\n'), line => line.Contains(ConformanceTable.Lost, StringComparison.Ordinal));

    [Fact]
    public void Table_InTheDocumentation_IsWhatHappens() => MarkedDocument.Compare("wires.md", "conformance", Table);
}
