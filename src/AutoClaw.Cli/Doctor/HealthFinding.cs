namespace AutoClaw.Cli.Doctor;

/// <summary>One thing that was looked at.</summary>
/// <param name="Group">The group of checks: <c>machine</c>, <c>engine</c>, <c>config</c>, <c>gateway</c>, <c>request</c>.</param>
/// <param name="Name">What was looked at.</param>
/// <param name="State">What it means.</param>
/// <param name="Detail">What was found. Never a secret.</param>
/// <param name="Remedy">What to do about it; null where there is nothing to do.</param>
internal sealed record HealthFinding(string Group, string Name, HealthState State, string Detail, string? Remedy = null)
{
    public static HealthFinding Ok(string group, string name, string detail) => new(group, name, HealthState.Ok, detail);

    public static HealthFinding Note(string group, string name, string detail, string? remedy = null) => new(group, name, HealthState.Note, detail, remedy);

    public static HealthFinding Problem(string group, string name, string detail, string remedy) => new(group, name, HealthState.Problem, detail, remedy);
}
