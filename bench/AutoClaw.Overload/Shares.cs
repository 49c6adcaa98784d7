namespace AutoClaw.Overload;

/// <summary>Percentiles.</summary>
internal static class Shares
{
    public static double At(this IEnumerable<double> values, double share) => values.Order().ToArray() is { Length: > 0 } sorted ? sorted[(int)(share * (sorted.Length - 1))] : 0;
}
