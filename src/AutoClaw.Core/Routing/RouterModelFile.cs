using System.Buffers.Binary;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;

namespace AutoClaw.Core.Routing;

/// <summary>
/// The model file, little-endian: magic, version, sizes, scales, description (UTF-8), dense weights (float), calibration curves
/// (float), slots (four bytes each), and XXH64 of all before it.
/// </summary>
internal static class RouterModelFile
{
    /// <summary>Changes whenever the features or the layout change: weights of other features would score at random.</summary>
    public const ushort Version = 1;

    /// <summary>Larger than any model we write; a bound on what a bad length can make us read.</summary>
    private const int MaxBytes = 4 << 20;

    private const int HeaderBytes = 36;
    private const int ChecksumBytes = 8;

    private static ReadOnlySpan<byte> Magic => "ACRM"u8;

    public static byte[] Write(RouterModel model)
    {
        var description = Encoding.UTF8.GetBytes(model.Description);
        var points = model.Calibration.Thresholds.Length;
        var file = new byte[Size(description.Length, points)];
        var header = file.AsSpan(0, HeaderBytes);
        Magic.CopyTo(header);
        BinaryPrimitives.WriteUInt16LittleEndian(header[4..], Version);
        BinaryPrimitives.WriteUInt16LittleEndian(header[6..], FeatureExtractor.SlotBits);
        BinaryPrimitives.WriteInt32LittleEndian(header[8..], StructuralFeatures.Count);
        BinaryPrimitives.WriteInt32LittleEndian(header[12..], points);
        BinaryPrimitives.WriteInt32LittleEndian(header[16..], description.Length);
        BinaryPrimitives.WriteSingleLittleEndian(header[20..], model.LocalScale);
        BinaryPrimitives.WriteSingleLittleEndian(header[24..], model.CloudScale);
        BinaryPrimitives.WriteSingleLittleEndian(header[28..], (float)model.Calibration.DefaultThreshold);

        var rest = file.AsSpan(HeaderBytes);
        rest = Put(rest, description);
        rest = Put(rest, MemoryMarshal.AsBytes(model.Dense));
        rest = Put(rest, MemoryMarshal.AsBytes(model.Calibration.Thresholds));
        rest = Put(rest, MemoryMarshal.AsBytes(model.Calibration.Quality));
        rest = Put(rest, model.Slots);
        BinaryPrimitives.WriteUInt64LittleEndian(rest, XxHash64.HashToUInt64(file.AsSpan(0, file.Length - ChecksumBytes)));
        return file;
    }

    public static RouterModel Read(ReadOnlySpan<byte> file)
    {
        if (file.Length < HeaderBytes + ChecksumBytes || !file.StartsWith(Magic))
        {
            throw new RouterModelFormatException("This is not a router model file: it does not begin with 'ACRM'.");
        }

        var version = BinaryPrimitives.ReadUInt16LittleEndian(file[4..]);
        if (version != Version)
        {
            throw new RouterModelFormatException($"The router model file has version {version}; this build reads version {Version}. Train it again with 'autoclaw router train'.");
        }

        if (XxHash64.HashToUInt64(file[..^ChecksumBytes]) != BinaryPrimitives.ReadUInt64LittleEndian(file[^ChecksumBytes..]))
        {
            throw new RouterModelFormatException("The router model file is damaged: its checksum does not match.");
        }

        var bits = BinaryPrimitives.ReadUInt16LittleEndian(file[6..]);
        var dense = BinaryPrimitives.ReadInt32LittleEndian(file[8..]);
        var points = BinaryPrimitives.ReadInt32LittleEndian(file[12..]);
        var described = BinaryPrimitives.ReadInt32LittleEndian(file[16..]);
        var sane = bits == FeatureExtractor.SlotBits && dense == StructuralFeatures.Count
            && points is > 1 and < MaxBytes / 8 && described is >= 0 and < MaxBytes;
        if (!sane || file.Length > MaxBytes || file.Length != Size(described, points))
        {
            throw new RouterModelFormatException($"The router model file's sizes do not fit this build ({bits} slot bits, {dense} structural features, {file.Length} bytes).");
        }

        var rest = file[HeaderBytes..];
        var description = Encoding.UTF8.GetString(Take(ref rest, described));
        var denseWeights = Floats(Take(ref rest, RouterWeights.DenseLength * sizeof(float)));
        var thresholds = Floats(Take(ref rest, points * sizeof(float)));
        var quality = Floats(Take(ref rest, points * sizeof(float)));
        var slots = Take(ref rest, RouterWeights.SlotBytes * FeatureExtractor.SlotCount).ToArray();
        var weights = new RouterWeights(
            slots, denseWeights, BinaryPrimitives.ReadSingleLittleEndian(file[20..]), BinaryPrimitives.ReadSingleLittleEndian(file[24..]));
        if (!float.IsFinite(weights.LocalScale) || !float.IsFinite(weights.CloudScale) || !denseWeights.All(float.IsFinite))
        {
            throw new RouterModelFormatException("The router model file holds weights that are not numbers.");
        }

        try
        {
            return new RouterModel(weights, new Calibration(thresholds, quality, BinaryPrimitives.ReadSingleLittleEndian(file[28..])), description);
        }
        catch (ArgumentException e)
        {
            throw new RouterModelFormatException($"The router model file's calibration is not usable: {e.Message}", e);
        }
    }

    public static RouterModel ReadResource(string name)
    {
        using var stream = typeof(RouterModelFile).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"This build lacks its router model ({name}).");
        var file = new byte[stream.Length];
        stream.ReadExactly(file);
        return Read(file);
    }

    private static int Size(int description, int points) => HeaderBytes + description
        + (RouterWeights.DenseLength * sizeof(float)) + (2 * points * sizeof(float)) + (RouterWeights.SlotBytes * FeatureExtractor.SlotCount) + ChecksumBytes;

    private static Span<byte> Put(Span<byte> target, ReadOnlySpan<byte> part)
    {
        part.CopyTo(target);
        return target[part.Length..];
    }

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> rest, int length)
    {
        var part = rest[..length];
        rest = rest[length..];
        return part;
    }

    private static float[] Floats(ReadOnlySpan<byte> bytes) => MemoryMarshal.Cast<byte, float>(bytes).ToArray();
}
