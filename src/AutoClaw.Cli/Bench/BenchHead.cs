namespace AutoClaw.Cli.Bench;

/// <summary>When a run began, how long it took, how long its prompts were, and what ended it before its plan; null: nothing did.</summary>
internal sealed record BenchHead(DateTimeOffset StartedAt, double Seconds, double Scale, string? EndedBy);
