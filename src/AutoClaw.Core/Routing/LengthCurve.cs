namespace AutoClaw.Core.Routing;

/// <summary>Both heads' logits as straight lines over the doublings of a text's length above <see cref="OriginBits"/>.</summary>
internal readonly record struct LengthCurve(float Local, float LocalSlope, float Cloud, float CloudSlope)
{
    /// <summary>Base-2 logarithm of 404 bytes, about the median of the rows with outcomes.</summary>
    public const float OriginBits = 8.66f;

    public bool IsFinite => float.IsFinite(Local) && float.IsFinite(LocalSlope) && float.IsFinite(Cloud) && float.IsFinite(CloudSlope);

    public float LocalAt(float bits) => Local + (LocalSlope * (bits - OriginBits));

    public float CloudAt(float bits) => Cloud + (CloudSlope * (bits - OriginBits));
}
