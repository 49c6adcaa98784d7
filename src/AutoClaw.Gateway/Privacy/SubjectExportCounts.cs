namespace AutoClaw.Gateway.Privacy;

/// <summary>How much was exported of a person.</summary>
/// <param name="Entries">Of the ledger.</param>
/// <param name="Requests">That these are of.</param>
/// <param name="Labels">With their texts.</param>
/// <param name="Answers">Kept ones, with their requests.</param>
/// <param name="UnderWay">Calls that have no entry yet.</param>
internal sealed record SubjectExportCounts(long Entries, long Requests, long Labels, long Answers, long UnderWay)
{
    /// <summary>There was something.</summary>
    public bool FoundAny => Entries + Labels + Answers + UnderWay > 0;

    /// <summary>In words.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"{Entries} entries of {Requests} requests, {Labels} labels, {Answers} kept answers{(UnderWay == 0 ? "" : FormattableString.Invariant($", {UnderWay} calls under way"))}");
}
