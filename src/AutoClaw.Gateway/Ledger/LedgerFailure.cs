namespace AutoClaw.Gateway.Ledger;

/// <summary>Why the ledger last failed to write, for <c>/metrics</c> and <c>/readyz</c>.</summary>
/// <param name="At">When.</param>
/// <param name="Code">A code of <see cref="LedgerException"/>.</param>
/// <param name="Message">For people.</param>
internal sealed record LedgerFailure(DateTimeOffset At, string Code, string Message);
