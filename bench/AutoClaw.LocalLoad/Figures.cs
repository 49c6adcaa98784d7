namespace AutoClaw.LocalLoad;

/// <summary>What one measurement gave.</summary>
/// <param name="Model">Which model.</param>
/// <param name="Target"><c>direct</c> or <c>gateway</c>.</param>
/// <param name="Streams">Requests under way.</param>
/// <param name="TokensPerSecond">Of all of them together.</param>
/// <param name="TtftMillis">Median time to first text.</param>
/// <param name="Errors">Answers that were none.</param>
/// <param name="Unfairness">Largest distance of a client's answers from their mean, as a share of the mean.</param>
internal sealed record Figures(string Model, string Target, int Streams, double TokensPerSecond, double TtftMillis, int Errors, double Unfairness);
