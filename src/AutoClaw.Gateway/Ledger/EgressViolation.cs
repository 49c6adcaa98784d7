namespace AutoClaw.Gateway.Ledger;

/// <summary>A call that was where its label forbids.</summary>
/// <param name="RequestId">Of the request.</param>
/// <param name="Number">Of the call.</param>
/// <param name="Engine">Who was called.</param>
/// <param name="Privacy">The label.</param>
/// <param name="Bytes">That left; null: nobody counted.</param>
/// <param name="Address">Where to; null: nothing left, or nobody counted.</param>
public sealed record EgressViolation(string RequestId, long Number, string Engine, string Privacy, long? Bytes, string? Address);
