namespace AutoClaw.Gateway.Ledger;

/// <summary>Calls that have all of this in common.</summary>
/// <param name="Engine">Who was called.</param>
/// <param name="Place"><c>local</c> or <c>cloud</c>, as it was then.</param>
/// <param name="Simulated">By the built-in simulator.</param>
/// <param name="Model">The name sent to it.</param>
/// <param name="Route">What the client asked for.</param>
/// <param name="Key">The client's key; null: none.</param>
/// <param name="Label">Where the requests might go.</param>
/// <param name="Reason">Who said so; null: nobody.</param>
/// <param name="Role">What for.</param>
/// <param name="Address">At the other end of the socket; null: nothing left, or nobody counted.</param>
/// <param name="Sums">How many.</param>
internal sealed record ProcessedCalls(
    string Engine, string Place, bool Simulated, string Model, string Route, string? Key, string Label, string? Reason, string Role, string? Address, ProcessedSums Sums);
