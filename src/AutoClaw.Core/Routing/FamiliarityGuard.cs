using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace AutoClaw.Core.Routing;

/// <summary>
/// Tells how unlike the training texts a text is, by the distance to the nearest of some centres in standardised
/// <see cref="TreeFeatures"/>, and what to answer then: a logistic curve on length alone, which holds for every collection seen.
/// Learned weights say little about a kind of text that they were not learned on.
/// </summary>
internal sealed class FamiliarityGuard
{
    /// <summary>Values of a centre: <see cref="TreeFeatures.Count"/> and padding to whole vectors.</summary>
    public const int Width = (TreeFeatures.Count + 7) / 8 * 8;

    // Shares of the training rows' distance limit between which the answer moves from the model's to the length's. Texts of collections
    // left out of training lie at .8 to 1.1 of it, those of known ones at .3 to .6.
    private const float From = 0.8f;
    private const float To = 1.0f;
    private const float Farthest = 4f;

    private readonly float[] _centres;
    private readonly float[] _mean;
    private readonly float[] _perDeviation;

    /// <param name="centres"><see cref="Width"/> standardised values each; none: every text is familiar.</param>
    /// <param name="mean">Mean of each feature; <see cref="Width"/>.</param>
    /// <param name="perDeviation">1 / standard deviation of each feature; 0 leaves the feature out.</param>
    /// <param name="limit">Distance that one training row in a hundred passes; above 0.</param>
    /// <param name="length">Intercept and slope a doubling of the length, for the local and the cloud head.</param>
    /// <exception cref="ArgumentException">Sizes do not fit, or a value is no number.</exception>
    public FamiliarityGuard(float[] centres, float[] mean, float[] perDeviation, float limit, LengthCurve length)
    {
        var fits = centres.Length % Width == 0 && mean.Length == Width && perDeviation.Length == Width && limit > 0;
        if (!fits || !centres.All(float.IsFinite) || !mean.All(float.IsFinite) || !perDeviation.All(float.IsFinite) || !float.IsFinite(limit) || !length.IsFinite)
        {
            throw new ArgumentException("The familiarity guard's values do not fit together.", nameof(centres));
        }

        (_centres, _mean, _perDeviation, Limit, Length) = (centres, mean, perDeviation, limit, length);
    }

    public static FamiliarityGuard Off { get; } = new([], new float[Width], new float[Width], 1f, default);

    public float Limit { get; }

    public LengthCurve Length { get; }

    public ReadOnlySpan<float> Centres => _centres;

    public ReadOnlySpan<float> Mean => _mean;

    public ReadOnlySpan<float> PerDeviation => _perDeviation;

    /// <summary>0 (like the training texts) to 1 (unlike them).</summary>
    [SkipLocalsInit]
    public float Strangeness(ReadOnlySpan<float> row)
    {
        if (_centres.Length == 0)
        {
            return 0f;
        }

        Span<float> x = stackalloc float[Width];
        Standardise(row, x);
        NearestCentre(_centres, x, out var distance);
        return Math.Clamp(((distance / Limit) - From) / (To - From), 0f, 1f);
    }

    /// <summary>Fills <see cref="Width"/> values.</summary>
    public void Standardise(ReadOnlySpan<float> row, Span<float> x)
    {
        x.Clear();
        for (var i = 0; i < TreeFeatures.Count; i++)
        {
            x[i] = Math.Clamp((row[i] - _mean[i]) * _perDeviation[i], -Farthest, Farthest);
        }
    }

    /// <summary>Euclidean distance from a standardised row to the nearest centre.</summary>
    public float Nearest(float[] x)
    {
        NearestCentre(_centres, x, out var distance);
        return distance;
    }

    /// <summary>Index of the centre nearest to a standardised row, and its distance.</summary>
    public static int NearestCentre(ReadOnlySpan<float> centres, ReadOnlySpan<float> x, out float distance)
    {
        var at = MemoryMarshal.Cast<float, Vector256<float>>(x);
        var all = MemoryMarshal.Cast<float, Vector256<float>>(centres);
        var (nearest, squares) = (0, float.MaxValue);
        for (var first = 0; first < all.Length; first += at.Length)
        {
            var sum = Vector256<float>.Zero;
            for (var i = 0; i < at.Length; i++)
            {
                var difference = at[i] - all[first + i];
                sum += difference * difference;
            }

            if (Vector256.Sum(sum) is var total && total < squares)
            {
                (nearest, squares) = (first / at.Length, total);
            }
        }

        distance = MathF.Sqrt(squares);
        return nearest;
    }
}
