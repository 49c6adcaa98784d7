namespace AutoClaw.Core.Routing.Training;

/// <summary>What the two heads shall learn from one row.</summary>
/// <param name="LocalFails">Wanted P(local answer fails).</param>
/// <param name="CloudFails">Wanted P(cloud answer fails).</param>
/// <param name="Weight">The row's weight; 0 leaves it out.</param>
internal readonly record struct Target(float LocalFails, float CloudFails, float Weight)
{
    /// <summary>Moves both targets the given share of the way to <paramref name="other"/>.</summary>
    public Target Mix((double Local, double Cloud) other, double share) => this with
    {
        LocalFails = (float)(((1 - share) * LocalFails) + (share * other.Local)),
        CloudFails = (float)(((1 - share) * CloudFails) + (share * other.Cloud)),
    };
}
