using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace AutoClaw.Core.Routing;

/// <summary>
/// The trained router: P(the local answer fails) and P(the cloud answer fails), each the logistic of a linear model's and boosted trees'
/// mean, or of length alone for a text unlike any that was trained on.
/// Immutable and safe for any number of threads; scoring takes no lock and allocates nothing.
/// </summary>
public sealed class RouterModel
{
    private static readonly Lazy<RouterModel> ShippedModel = new(static () => RouterModelFile.ReadResource("router-v2.acrm"));

    private readonly byte[] _slots;

    internal RouterModel(RouterParts parts, Calibration calibration, string description)
    {
        // Pinned for good: the gather below takes a pointer, and pinning at each call would cost more than it saves.
        _slots = GC.AllocateArray<byte>(parts.Linear.Slots.Length, pinned: true);
        parts.Linear.Slots.CopyTo(_slots, 0);
        Parts = parts;
        Calibration = calibration;
        Description = description;
    }

    /// <summary>The model that ships inside this assembly. Read once, at the first use.</summary>
    public static RouterModel Shipped => ShippedModel.Value;

    /// <summary>Turns an aim into a threshold for this model's scores.</summary>
    public Calibration Calibration { get; }

    /// <summary>What the trainer noted: seed, rows by source, options. JSON.</summary>
    public string Description { get; }

    internal RouterParts Parts { get; }

    /// <summary>Reads a model file.</summary>
    /// <exception cref="RouterModelFormatException">The bytes are no model, damaged, or of another version.</exception>
    public static RouterModel Load(ReadOnlySpan<byte> file) => RouterModelFile.Read(file);

    /// <summary>The model as a file; the same model gives the same bytes.</summary>
    public byte[] ToFile() => RouterModelFile.Write(this);

    /// <summary>Scores one message. Higher = cloud; compare with a threshold of <see cref="Calibration"/>.</summary>
    [SkipLocalsInit]
    public RouterScore Score(in RouterInput input)
    {
        var features = new FeatureSpans
        {
            Slots = stackalloc int[FeatureExtractor.MaxSlots],
            Dense = stackalloc float[StructuralFeatures.Count],
            Words = stackalloc ushort[FeatureExtractor.MaxWords],
            Trees = stackalloc float[TreeFeatures.Count],
        };
        return Score(features, FeatureExtractor.Extract(input, features));
    }

    /// <summary>Scores what was extracted of a message; fills in what of it depends on this model.</summary>
    internal RouterScore Score(in FeatureSpans features, FeatureCounts counts)
    {
        Parts.Frequencies.Fill(features.Words[..counts.Ids], features.Trees[TreeFeatures.RarityAt..]);

        var (local, cloud) = Linear(features, counts);
        var share = Parts.Genres.TreeShare(counts.Genre);
        local += share * Parts.LocalTrees.Logit(features.Trees);
        cloud += share * Parts.CloudTrees.Logit(features.Trees);

        var strange = Parts.Genres.IsGuarded(counts.Genre) ? Parts.Guard.Strangeness(features.Trees) : 0f;
        if (strange > 0f)
        {
            var bits = features.Dense[StructuralFeatures.LengthAt] * StructuralFeatures.LengthUnit;
            local += strange * (Parts.Guard.Length.LocalAt(bits) - local);
            cloud += strange * (Parts.Guard.Length.CloudAt(bits) - cloud);
        }

        var tokens = Parts.Output.LocalTokens(features.Dense);
        return new RouterScore(
            RouterWeights.Sigmoid(local + ConversationLean.Local(features.Dense)), RouterWeights.Sigmoid(cloud + ConversationLean.Cloud(features.Dense)))
        {
            LocalTokens = tokens, CloudTokens = tokens * Parts.Output.CloudFactor,
        };
    }

    private (float Local, float Cloud) Linear(in FeatureSpans features, FeatureCounts counts)
    {
        var words = Sum(features.Slots[..counts.Words]);
        var grams = Sum(features.Slots[counts.Words..counts.Total]);
        var wordNorm = RouterWeights.PackedNorm(words.Squares);
        var gramNorm = RouterWeights.PackedNorm(grams.Squares);
        var local = ((words.Local * wordNorm) + (grams.Local * gramNorm)) * Parts.Linear.LocalScale;
        var cloud = ((words.Cloud * wordNorm) + (grams.Cloud * gramNorm)) * Parts.Linear.CloudScale;

        var weights = Parts.Linear.Dense.AsSpan(RouterWeights.DenseAt(counts.Genre), 2 * StructuralFeatures.Count);
        for (var i = 0; i < StructuralFeatures.Count; i++)
        {
            local += features.Dense[i] * weights[2 * i];
            cloud += features.Dense[i] * weights[(2 * i) + 1];
        }

        return (local, cloud);
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
