using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace AutoClaw.Core.Routing;

/// <summary>
/// The trained router: two logistic heads on one feature vector, P(the local answer fails) and P(the cloud answer fails).
/// Immutable and safe for any number of threads; scoring takes no lock and allocates nothing.
/// </summary>
public sealed class RouterModel
{
    private static readonly Lazy<RouterModel> ShippedModel = new(static () => RouterModelFile.ReadResource("router-v1.acrm"));

    private readonly byte[] _slots;
    private readonly float[] _dense;

    internal RouterModel(RouterWeights weights, Calibration calibration, string description)
    {
        // Pinned for good: the gather below takes a pointer, and pinning at each call would cost more than it saves.
        _slots = GC.AllocateArray<byte>(weights.Slots.Length, pinned: true);
        weights.Slots.CopyTo(_slots, 0);
        _dense = [.. weights.Dense];
        LocalScale = weights.LocalScale;
        CloudScale = weights.CloudScale;
        Calibration = calibration;
        Description = description;
    }

    /// <summary>The model that ships inside this assembly. Read once, at the first use.</summary>
    public static RouterModel Shipped => ShippedModel.Value;

    /// <summary>Turns an aim into a threshold for this model's scores.</summary>
    public Calibration Calibration { get; }

    /// <summary>What the trainer noted: seed, rows by source, options. JSON.</summary>
    public string Description { get; }

    internal float LocalScale { get; }

    internal float CloudScale { get; }

    internal ReadOnlySpan<byte> Slots => _slots;

    internal ReadOnlySpan<float> Dense => _dense;

    /// <summary>Reads a model file.</summary>
    /// <exception cref="RouterModelFormatException">The bytes are no model, damaged, or of another version.</exception>
    public static RouterModel Load(ReadOnlySpan<byte> file) => RouterModelFile.Read(file);

    /// <summary>The model as a file; the same model gives the same bytes.</summary>
    public byte[] ToFile() => RouterModelFile.Write(this);

    /// <summary>Scores one message. Higher = cloud; compare with a threshold of <see cref="Calibration"/>.</summary>
    [SkipLocalsInit]
    public RouterScore Score(in RouterInput input)
    {
        Span<int> slots = stackalloc int[FeatureExtractor.MaxSlots];
        Span<float> dense = stackalloc float[StructuralFeatures.Count];
        var counts = FeatureExtractor.Extract(input, slots, dense);

        var words = Sum(slots[..counts.Words]);
        var grams = Sum(slots[counts.Words..counts.Total]);
        var wordNorm = RouterWeights.PackedNorm(words.Squares);
        var gramNorm = RouterWeights.PackedNorm(grams.Squares);
        var local = ((words.Local * wordNorm) + (grams.Local * gramNorm)) * LocalScale;
        var cloud = ((words.Cloud * wordNorm) + (grams.Cloud * gramNorm)) * CloudScale;

        var weights = _dense.AsSpan(RouterWeights.DenseAt(counts.Genre), 2 * StructuralFeatures.Count);
        for (var i = 0; i < StructuralFeatures.Count; i++)
        {
            local += dense[i] * weights[2 * i];
            cloud += dense[i] * weights[(2 * i) + 1];
        }

        return new RouterScore(RouterWeights.Sigmoid(local), RouterWeights.Sigmoid(cloud));
    }

    private unsafe (int Local, int Cloud, int Squares) Sum(ReadOnlySpan<int> slots)
    {
        var table = (int*)Unsafe.AsPointer(ref _slots[0]);
        int local = 0, cloud = 0, squares = 0, i = 0;
        if (Avx2.IsSupported)
        {
            var locals = Vector256<int>.Zero;
            var clouds = Vector256<int>.Zero;
            var sums = Vector256<int>.Zero;
            fixed (int* at = slots)
            {
                for (; i <= slots.Length - 8; i += 8)
                {
                    var slot = Avx2.GatherVector256(table, Avx.LoadVector256(at + i), RouterWeights.SlotBytes);
                    locals += Vector256.ShiftRightArithmetic(Vector256.ShiftLeft(slot, 24), 24);
                    clouds += Vector256.ShiftRightArithmetic(Vector256.ShiftLeft(slot, 16), 24);
                    sums += Vector256.ShiftRightLogical(slot, 16);
                }
            }

            local = Vector256.Sum(locals);
            cloud = Vector256.Sum(clouds);
            squares = Vector256.Sum(sums);
        }

        for (; i < slots.Length; i++)
        {
            var slot = table[slots[i]];
            local += (sbyte)slot;
            cloud += (sbyte)(slot >> 8);
            squares += slot >> 16;
        }

        return (local, cloud, squares);
    }
}
