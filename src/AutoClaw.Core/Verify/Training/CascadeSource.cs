namespace AutoClaw.Core.Verify.Training;

/// <summary>What was measured on one source, or on all together.</summary>
/// <param name="Source">Its name, or <c>pooled</c>.</param>
/// <param name="Questions">How many.</param>
/// <param name="Local">Names of the models that answered locally.</param>
/// <param name="LocalQuality">Mean worth of their answers, 0 to 1.</param>
/// <param name="CloudQuality">Mean worth of the cloud model's answers, 0 to 1.</param>
/// <param name="Policies">One after the other on the same questions.</param>
public sealed record CascadeSource(
    string Source, int Questions, IReadOnlyList<string> Local, double LocalQuality, double CloudQuality, IReadOnlyList<CascadeResult> Policies);
