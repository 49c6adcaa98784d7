namespace AutoClaw.Gateway.Privacy;

/// <summary>What was erased.</summary>
/// <param name="Attempts">Ledger entries that are nobody's now.</param>
/// <param name="Requests">Requests that they are of.</param>
/// <param name="Labels">Labels that are gone, with their texts and features.</param>
/// <param name="Responses">Kept answers that are gone, with their requests.</param>
/// <param name="LogIsEmpty">Nothing is left in the log file beside the ledger of what was overwritten; false: somebody reads it.</param>
/// <param name="Rewritten">The ledger's file was written anew, so that its unused space holds nothing either.</param>
public sealed record ErasureResult(long Attempts, long Requests, long Labels, long Responses, bool LogIsEmpty, bool Rewritten)
{
    /// <summary>There was something.</summary>
    internal bool FoundAny => Attempts + Labels + Responses > 0;
}
