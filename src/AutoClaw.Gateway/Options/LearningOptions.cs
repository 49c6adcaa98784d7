namespace AutoClaw.Gateway.Options;

/// <summary>What is kept of labelled requests.</summary>
/// <param name="StoreText">Keeps the last user message beside a label; without it the ledger has hashed features alone.</param>
public sealed record LearningOptions(bool StoreText = false);
