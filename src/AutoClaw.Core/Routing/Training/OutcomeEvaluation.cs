namespace AutoClaw.Core.Routing.Training;

/// <summary>The router beside what needs no router. The four are null where the strong model is not the better one: there is no gap to recover.</summary>
/// <param name="StrongQuality">Mean score of the strong model; scales above 1 are divided by 10.</param>
/// <param name="WeakQuality">Mean score of the weak model, on the same scale.</param>
/// <param name="Router">Rows in the order of the router's score.</param>
/// <param name="Baselines">The same without a router.</param>
public sealed record OutcomeEvaluation(double StrongQuality, double WeakQuality, MeasuredMetrics? Router, BaselineMetrics? Baselines);
