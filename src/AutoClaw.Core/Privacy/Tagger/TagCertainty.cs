namespace AutoClaw.Core.Privacy.Tagger;

/// <summary>
/// Turns how far a span's labels lead over nothing into a score, and says from where on a span is told: by type, in the order of
/// <see cref="TagLabel.Found"/>.
/// </summary>
internal sealed class TagCertainty
{
    /// <summary>How steep the curve is, then the least lead for each type.</summary>
    public static readonly int Length = 1 + TagLabel.Found.Length;

    /// <summary>Below what a checksum that holds is worth: where the two find something in one place, the checksum is right.</summary>
    private const float Highest = 0.9f;

    private readonly float[] _values;

    /// <exception cref="ArgumentException">A value is no number, or the curve does not rise.</exception>
    public TagCertainty(float[] values)
    {
        if (values.Length != Length || !values.All(float.IsFinite) || values[0] <= 0)
        {
            throw new ArgumentException("the scores' curve is not usable");
        }

        _values = values;
    }

    public float[] ToArray() => [.. _values];

    public bool IsEnough(float lead, PiiType type) => lead >= _values[1 + TagLabel.Found.IndexOf(type)];

    /// <summary>Above 0 and at most <see cref="Highest"/>.</summary>
    public float Score(float lead) => Highest * Math.Clamp(1f / (1f + MathF.Exp(-lead * _values[0])), 0.01f, 1f);
}
