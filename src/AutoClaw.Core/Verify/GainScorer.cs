namespace AutoClaw.Core.Verify;

/// <summary>
/// Two logistic heads on a few features, P(the local answer fails) and P(the cloud answer fails); their difference is what the cloud is
/// expected to gain. Immutable.
/// </summary>
/// <param name="LocalFails">One weight a feature.</param>
/// <param name="CloudFails">One weight a feature.</param>
public sealed record GainScorer(IReadOnlyList<double> LocalFails, IReadOnlyList<double> CloudFails)
{
    private static readonly Lazy<GainScorer> ShippedScorer = new(static () => GainScorerFile.ReadResource("verify-v1.json"));

    /// <summary>The scorer of <see cref="AnswerFeatures"/> that ships inside this assembly.</summary>
    public static GainScorer Shipped => ShippedScorer.Value;

    /// <summary>Expected quality gained by the cloud, -1 to 1.</summary>
    public double Score(ReadOnlySpan<double> features) => Probability(LocalFails, features) - Probability(CloudFails, features);

    internal static double Probability(IReadOnlyList<double> weights, ReadOnlySpan<double> features)
    {
        var sum = 0.0;
        for (var i = 0; i < weights.Count; i++)
        {
            sum += weights[i] * features[i];
        }

        return 1 / (1 + Math.Exp(-sum));
    }
}
