namespace AutoClaw.Gateway.Ledger;

/// <summary>Calls of one label at engines of one place, to one address.</summary>
/// <param name="Privacy">The label.</param>
/// <param name="Place"><c>local</c> or <c>cloud</c>.</param>
/// <param name="Address">At the other end of the socket; null where nothing left, or nobody counted.</param>
/// <param name="Requests">Different requests.</param>
/// <param name="Attempts">Calls.</param>
/// <param name="Bytes">That left, as far as they were counted.</param>
/// <param name="Uncounted">Calls of which nobody counted: from before this was counted, or the gateway died meanwhile.</param>
public sealed record EgressRow(string Privacy, string Place, string? Address, long Requests, long Attempts, long Bytes, long Uncounted);
