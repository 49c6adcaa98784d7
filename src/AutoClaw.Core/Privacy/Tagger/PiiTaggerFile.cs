using System.Buffers.Binary;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;
using AutoClaw.Core.Routing;

namespace AutoClaw.Core.Privacy.Tagger;

/// <summary>
/// The tagger file, little-endian: magic, version, the sizes that this build's features have, then each part as its length in bytes and
/// its values, and XXH64 of all before it.
/// </summary>
internal static class PiiTaggerFile
{
    /// <summary>Changes whenever the tokens, the features or the layout change: weights of other features would tag at random.</summary>
    public const ushort Version = 2;

    private const int MaxBytes = 4 << 20;
    private const int HeaderBytes = 12;
    private const int ChecksumBytes = 8;

    private static ReadOnlySpan<byte> Magic => "ACPT"u8;

    public static byte[] Write(PiiTagger tagger)
    {
        var file = new ModelFileWriter();
        Span<byte> header = stackalloc byte[HeaderBytes];
        Magic.CopyTo(header);
        BinaryPrimitives.WriteUInt16LittleEndian(header[4..], Version);
        BinaryPrimitives.WriteUInt16LittleEndian(header[6..], TagFeatures.SlotBits);
        BinaryPrimitives.WriteUInt16LittleEndian(header[8..], TagFeatures.Count);
        BinaryPrimitives.WriteUInt16LittleEndian(header[10..], TagLabel.Count);
        file.Raw(header);
        file.Bytes(Encoding.UTF8.GetBytes(tagger.Description));
        file.Bytes(MemoryMarshal.AsBytes<sbyte>(tagger.Weights.Slots));
        file.Bytes(MemoryMarshal.AsBytes<short>(tagger.Weights.Transitions));
        file.Bytes(MemoryMarshal.AsBytes<uint>(tagger.Words.Hashes));
        file.Bytes(MemoryMarshal.AsBytes<WordKinds>(tagger.Words.Kinds));
        file.Floats(tagger.Certainty.ToArray());
        return file.Signed();
    }

    /// <exception cref="PiiModelFormatException">The bytes are no tagger of this version, or damaged.</exception>
    public static PiiTagger Read(ReadOnlySpan<byte> file)
    {
        if (file.Length < HeaderBytes + ChecksumBytes || !file.StartsWith(Magic))
        {
            throw new PiiModelFormatException("This is not a tagger file.");
        }

        if (BinaryPrimitives.ReadUInt16LittleEndian(file[4..]) is var version && version != Version)
        {
            throw new PiiModelFormatException($"The tagger file has version {version}; this build reads version {Version}. Train it again with 'autoclaw privacy train'.");
        }

        if (XxHash64.HashToUInt64(file[..^ChecksumBytes]) != BinaryPrimitives.ReadUInt64LittleEndian(file[^ChecksumBytes..]))
        {
            throw new PiiModelFormatException("The tagger file is damaged: its checksum does not match.");
        }

        var bits = BinaryPrimitives.ReadUInt16LittleEndian(file[6..]);
        var features = BinaryPrimitives.ReadUInt16LittleEndian(file[8..]);
        var labels = BinaryPrimitives.ReadUInt16LittleEndian(file[10..]);
        if (bits != TagFeatures.SlotBits || features != TagFeatures.Count || labels != TagLabel.Count || file.Length > MaxBytes)
        {
            throw new PiiModelFormatException($"The tagger file's sizes do not fit this build ({bits} slot bits, {features} features, {labels} labels, {file.Length} bytes).");
        }

        try
        {
            return ReadParts(new ModelFileReader(file[HeaderBytes..^ChecksumBytes]));
        }
        catch (RouterModelFormatException e)
        {
            // The reader of parts is the router model's, and its words too.
            throw new PiiModelFormatException("The tagger file's sizes do not fit this build: a part is longer or shorter than it must be.", e);
        }
        catch (ArgumentException e)
        {
            throw new PiiModelFormatException($"The tagger file is not usable: {e.Message}", e);
        }
    }

    public static PiiTagger ReadResource(string name)
    {
        using var stream = typeof(PiiTaggerFile).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"This build lacks its tagger ({name}).");
        var file = new byte[stream.Length];
        stream.ReadExactly(file);
        return Read(file);
    }

    private static PiiTagger ReadParts(ModelFileReader file)
    {
        var description = Encoding.UTF8.GetString(file.Bytes());
        var slots = MemoryMarshal.Cast<byte, sbyte>(file.Bytes(TagWeights.SlotsLength)).ToArray();
        var transitions = MemoryMarshal.Cast<byte, short>(file.Bytes(TagWeights.TransitionsLength * sizeof(short))).ToArray();
        var weights = new TagWeights(slots, transitions);
        weights.Check();
        var hashes = MemoryMarshal.Cast<byte, uint>(file.Bytes()).ToArray();
        var kinds = MemoryMarshal.Cast<byte, WordKinds>(file.Bytes(hashes.Length * sizeof(WordKinds))).ToArray();
        var certainty = new TagCertainty(file.Floats(TagCertainty.Length));
        file.End();
        return new PiiTagger(weights, new WordTable(hashes, kinds), certainty, description);
    }
}
