using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;

namespace AutoClaw.Core.Routing;

/// <summary>
/// The model file, little-endian: magic, version, the sizes that this build's features have, then each part as its length in bytes and
/// its values, and XXH64 of all before it.
/// </summary>
internal static class RouterModelFile
{
    /// <summary>Changes whenever the features or the layout change: weights of other features would score at random.</summary>
    public const ushort Version = 2;

    /// <summary>Larger than any model we write; a bound on what a bad length can make us read.</summary>
    private const int MaxBytes = 8 << 20;

    private const int HeaderBytes = 16;
    private const int ChecksumBytes = 8;

    private static ReadOnlySpan<byte> Magic => "ACRM"u8;

    public static byte[] Write(RouterModel model)
    {
        var parts = model.Parts;
        var guard = parts.Guard;
        var length = guard.Length;
        var file = new ModelFileWriter();
        Span<byte> header = stackalloc byte[HeaderBytes];
        Magic.CopyTo(header);
        BinaryPrimitives.WriteUInt16LittleEndian(header[4..], Version);
        BinaryPrimitives.WriteUInt16LittleEndian(header[6..], FeatureExtractor.SlotBits);
        BinaryPrimitives.WriteInt32LittleEndian(header[8..], StructuralFeatures.Count);
        BinaryPrimitives.WriteInt32LittleEndian(header[12..], TreeFeatures.Count);
        file.Raw(header);
        file.Bytes(Encoding.UTF8.GetBytes(model.Description));
        file.Floats([(float)model.Calibration.DefaultThreshold]);
        file.Floats(model.Calibration.Thresholds);
        file.Floats(model.Calibration.Quality);
        file.Floats([parts.Linear.LocalScale, parts.Linear.CloudScale]);
        file.Floats(parts.Linear.Dense);
        file.Bytes(parts.Linear.Slots);
        foreach (var trees in new[] { parts.LocalTrees, parts.CloudTrees })
        {
            file.Floats([trees.Start]);
            file.Bytes(trees.Features);
            file.Floats(trees.Thresholds);
            file.Floats(trees.LeafValues);
        }

        file.Floats(parts.Genres.TreeShares);
        file.Floats(parts.Genres.Guarded);
        file.Bytes(parts.Frequencies.Table);
        file.Floats([guard.Limit, length.Local, length.LocalSlope, length.Cloud, length.CloudSlope]);
        file.Floats(guard.Mean);
        file.Floats(guard.PerDeviation);
        file.Floats(guard.Centres);
        file.Floats([parts.Output.CloudFactor]);
        file.Floats(parts.Output.Weights);
        return file.Signed();
    }

    /// <exception cref="RouterModelFormatException">The bytes are no model of this version, or damaged.</exception>
    public static RouterModel Read(ReadOnlySpan<byte> file)
    {
        if (file.Length < HeaderBytes + ChecksumBytes || !file.StartsWith(Magic))
        {
            throw new RouterModelFormatException("This is not a router model file.");
        }

        if (BinaryPrimitives.ReadUInt16LittleEndian(file[4..]) is var version && version != Version)
        {
            throw new RouterModelFormatException($"The router model file has version {version}; this build reads version {Version}. Train it again with 'autoclaw router train'.");
        }

        if (XxHash64.HashToUInt64(file[..^ChecksumBytes]) != BinaryPrimitives.ReadUInt64LittleEndian(file[^ChecksumBytes..]))
        {
            throw new RouterModelFormatException("The router model file is damaged: its checksum does not match.");
        }

        var bits = BinaryPrimitives.ReadUInt16LittleEndian(file[6..]);
        var dense = BinaryPrimitives.ReadInt32LittleEndian(file[8..]);
        var trees = BinaryPrimitives.ReadInt32LittleEndian(file[12..]);
        if (bits != FeatureExtractor.SlotBits || dense != StructuralFeatures.Count || trees != TreeFeatures.Count || file.Length > MaxBytes)
        {
            throw new RouterModelFormatException($"The router model file's sizes do not fit this build ({bits} slot bits, {dense} structural features, {trees} tree features, {file.Length} bytes).");
        }

        try
        {
            return ReadParts(new ModelFileReader(file[HeaderBytes..^ChecksumBytes]));
        }
        catch (ArgumentException e)
        {
            throw new RouterModelFormatException($"The router model file is not usable: {e.Message}", e);
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

    private static RouterModel ReadParts(ModelFileReader file)
    {
        var description = Encoding.UTF8.GetString(file.Bytes());
        var threshold = file.Floats(1)[0];
        var thresholds = file.Floats();
        var calibration = new Calibration(thresholds, file.Floats(thresholds.Length), threshold);
        var scales = file.Floats(2);
        var dense = file.Floats(RouterWeights.DenseLength);
        var linear = new RouterWeights(file.Bytes(RouterWeights.SlotBytes * FeatureExtractor.SlotCount), dense, scales[0], scales[1]);
        if (!scales.All(float.IsFinite) || !dense.All(float.IsFinite))
        {
            throw new RouterModelFormatException("The router model file holds weights that are not numbers.");
        }

        var local = ReadTrees(ref file);
        var cloud = ReadTrees(ref file);
        var genres = new GenreParts(file.Floats(Genre.Count), file.Floats(Genre.Count));
        var frequencies = new WordFrequencies(file.Bytes(WordFrequencies.Length));
        var curve = file.Floats(5);
        var mean = file.Floats(FamiliarityGuard.Width);
        var perDeviation = file.Floats(FamiliarityGuard.Width);
        var guard = new FamiliarityGuard(
            file.Floats(), mean, perDeviation, curve[0], new LengthCurve(curve[1], curve[2], curve[3], curve[4]));
        var factor = file.Floats(1)[0];
        var output = new OutputLength(file.Floats(), factor);
        output.Check();
        file.End();
        return new RouterModel(new RouterParts(linear, local, cloud, genres, frequencies, guard, output), calibration, description);
    }

    private static TreeEnsemble ReadTrees(ref ModelFileReader file)
    {
        var start = file.Floats(1)[0];
        var features = file.Bytes();
        var thresholds = file.Floats();
        return new TreeEnsemble(start, features, thresholds, file.Floats());
    }
}
