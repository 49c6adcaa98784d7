using System.Buffers.Binary;

namespace AutoClaw.Core.Routing.Tuning;

/// <summary>
/// Features as bytes, about a kilobyte for a paragraph: sorted slots as differences, structural values that are not 0, before them what
/// they are features of. Slots have lost their order by then, which no fit looks at.
/// </summary>
public static class PromptFeaturesCodec
{
    private const int HeaderBytes = 10;
    private const int ShapeCount = TreeFeatures.RarityAt - TreeFeatures.ShapeAt;

    public static byte[] Write(PromptFeatures features)
    {
        using var stream = new MemoryStream(1024);
        Span<byte> header = stackalloc byte[HeaderBytes];
        Head(header);
        BinaryPrimitives.WriteInt32LittleEndian(header[6..], features.TextBytes);
        stream.Write(header);
        using var writer = new BinaryWriter(stream);
        writer.Write7BitEncodedInt(features.Genre);
        WriteSlots(writer, features.WordSlots);
        WriteSlots(writer, features.GramSlots);
        WriteSlots(writer, Array.ConvertAll(features.WordIds, static id => (int)id));
        float[] values = [.. features.Dense, .. features.Shape];
        for (var i = 0; i < values.Length; i++)
        {
            if (values[i] != 0)
            {
                writer.Write7BitEncodedInt(i);
                writer.Write(values[i]);
            }
        }

        writer.Flush();
        return stream.ToArray();
    }

    /// <returns>Null where the bytes are damaged, or features of another build, whose slots mean other words.</returns>
    public static PromptFeatures? Read(ReadOnlySpan<byte> bytes)
    {
        Span<byte> expected = stackalloc byte[HeaderBytes];
        Head(expected);
        if (bytes.Length < HeaderBytes || !bytes.StartsWith(expected[..6]))
        {
            return null;
        }

        try
        {
            using var stream = new MemoryStream(bytes[HeaderBytes..].ToArray());
            using var reader = new BinaryReader(stream);
            var genre = reader.Read7BitEncodedInt();
            var words = ReadSlots(reader);
            var grams = ReadSlots(reader);
            var ids = ReadSlots(reader);
            var values = new float[StructuralFeatures.Count + ShapeCount];
            while (stream.Position < stream.Length)
            {
                values[reader.Read7BitEncodedInt()] = reader.ReadSingle();
            }

            var slots = words.Concat(grams).ToArray();
            var sound = genre is >= 0 and < Genre.Count && slots.All(s => s is >= 0 and < FeatureExtractor.SlotCount)
                && ids.All(id => id is >= 0 and < WordFrequencies.Length);
            return !sound ? null : new PromptFeatures
            {
                Slots = slots, Words = words.Count, Genre = genre, Dense = values[..StructuralFeatures.Count],
                WordIds = [.. ids.Select(id => (ushort)id)], Shape = values[StructuralFeatures.Count..], TextBytes = BinaryPrimitives.ReadInt32LittleEndian(bytes[6..]),
            };
        }
        catch (Exception e) when (e is EndOfStreamException or FormatException or IndexOutOfRangeException)
        {
            return null;
        }
    }

    private static void Head(Span<byte> header)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(header, RouterModelFile.Version);
        BinaryPrimitives.WriteUInt16LittleEndian(header[2..], FeatureExtractor.SlotBits);
        BinaryPrimitives.WriteUInt16LittleEndian(header[4..], StructuralFeatures.Count);
    }

    private static void WriteSlots(BinaryWriter writer, ReadOnlySpan<int> slots)
    {
        int[] sorted = [.. slots];
        Array.Sort(sorted);
        writer.Write7BitEncodedInt(sorted.Length);
        var previous = 0;
        foreach (var slot in sorted)
        {
            writer.Write7BitEncodedInt(slot - previous);
            previous = slot;
        }
    }

    private static List<int> ReadSlots(BinaryReader reader)
    {
        var count = reader.Read7BitEncodedInt();
        var slots = new List<int>();
        for (var i = 0; i < count; i++)
        {
            slots.Add(reader.Read7BitEncodedInt() + (i == 0 ? 0 : slots[i - 1]));
        }

        return slots;
    }
}
