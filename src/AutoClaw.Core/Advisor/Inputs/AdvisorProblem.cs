namespace AutoClaw.Core.Advisor;

/// <summary>Something wrong with the inputs.</summary>
/// <param name="Field">Where, as in the JSON: <c>local.utilisation</c>.</param>
/// <param name="Message">What.</param>
public sealed record AdvisorProblem(string Field, string Message)
{
    public override string ToString() => $"{Field}: {Message}";
}
