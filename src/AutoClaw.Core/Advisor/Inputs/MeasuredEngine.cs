using AutoClaw.Core.Model;

namespace AutoClaw.Core.Advisor;

/// <summary>What a benchmark says of an engine; it replaces what is assumed. Null: not measured.</summary>
/// <param name="Engine">Its name.</param>
/// <param name="Place">Local: it stands for one's own engines. Cloud: for the host where the model's name is the hosted one's, else for the vendor.</param>
/// <param name="Model">As the engine takes it.</param>
/// <param name="Quality">0 to 1, by the same workload for all engines.</param>
/// <param name="TtftP50Ms">Median time until the first token.</param>
/// <param name="OutputTokensPerSecond">What one caller saw.</param>
/// <param name="CostPerRequestUsd">Of an API: what the mean request was billed.</param>
/// <param name="ReplicaTokensPerSecond">Of a local engine: answer tokens a second of all requests together, at the latency that is asked for.</param>
public sealed record MeasuredEngine(
    string Engine,
    Place Place,
    string Model,
    double? Quality = null,
    double? TtftP50Ms = null,
    double? OutputTokensPerSecond = null,
    double? CostPerRequestUsd = null,
    double? ReplicaTokensPerSecond = null);
