namespace AutoClaw.Core.Routing;

/// <summary>
/// How many tokens an answer is expected to have: a straight line over the plain structural values, in logarithms. The cloud's answer is
/// the local one times a constant, because the data hold both lengths for few questions.
/// </summary>
/// <param name="Weights">A weight for each plain structural value; empty: the model predicts no lengths.</param>
/// <param name="CloudFactor">Cloud tokens for each local one; above 0.</param>
internal sealed record OutputLength(float[] Weights, float CloudFactor)
{
    // Answers of recorded models lie between a word and some pages; a line has no end of its own.
    private const float Shortest = 1.5f;
    private const float Longest = 8f;

    public static OutputLength Unknown { get; } = new([], 1f);

    /// <exception cref="ArgumentException">The values do not fit this build's features.</exception>
    public void Check()
    {
        if (Weights.Length is not (0 or StructuralFeatures.Plain) || !Weights.All(float.IsFinite) || !float.IsFinite(CloudFactor) || CloudFactor <= 0f)
        {
            throw new ArgumentException("The output lengths' weights do not fit.", nameof(Weights));
        }
    }

    /// <summary>Expected tokens of the local answer; 0 if the model predicts none.</summary>
    public float LocalTokens(ReadOnlySpan<float> dense)
    {
        if (Weights.Length == 0)
        {
            return 0f;
        }

        var sum = 0f;
        for (var i = 0; i < Weights.Length; i++)
        {
            sum += Weights[i] * dense[i];
        }

        return MathF.Exp(Math.Clamp(sum, Shortest, Longest));
    }
}
