namespace AutoClaw.Core.Routing;

/// <summary>The numbers of a model.</summary>
/// <param name="Slots">
/// <see cref="SlotBytes"/> bytes a slot, so that one read brings all: local weight (signed), cloud weight (signed), rarity squared, 0.
/// </param>
/// <param name="Dense">One weight a genre, structural feature and head; <see cref="DenseLength"/>.</param>
/// <param name="LocalScale">Logit per unit of a local weight.</param>
/// <param name="CloudScale">Logit per unit of a cloud weight.</param>
internal sealed record RouterWeights(byte[] Slots, float[] Dense, float LocalScale, float CloudScale)
{
    public const int SlotBytes = 4;

    public const int DenseLength = 2 * StructuralFeatures.Count * Genre.Count;

    /// <summary>Packed squares per unit; the largest rarity, ln of a million rows, still fits.</summary>
    private const float SquareUnits = 1.3f;

    /// <summary>Where a genre's structural weights begin; heads are interleaved.</summary>
    public static int DenseAt(int genre) => 2 * StructuralFeatures.Count * genre;

    public static byte PackSquare(float rarity) => (byte)Math.Clamp(MathF.Round(rarity * rarity * SquareUnits), 0f, 255f);

    public static float UnpackSquare(byte packed) => MathF.Sqrt(packed / SquareUnits);

    /// <summary>Each group of hashed features is scaled to unit length, so that a long text does not shout down its structure.</summary>
    public static float Norm(float squares) => 1f / MathF.Sqrt(Math.Max(1f, squares));

    public static float PackedNorm(int squares) => Norm(squares / SquareUnits);

    public static float Sigmoid(float logit) => 1f / (1f + MathF.Exp(-logit));
}
