using System.Buffers.Binary;
using System.IO.Hashing;
using AutoClaw.Core.Privacy.Tagger;
using CsCheck;

namespace AutoClaw.Tests.Privacy.Tagger;

public sealed class PiiTaggerFileTests
{
    private static readonly byte[] File = PiiTagger.Shipped.ToFile();

    [Fact]
    public void ReadThenWrite_GivesTheSameBytes() => Assert.Equal(File, PiiTagger.Read(File).ToFile());

    [Fact]
    public void Shipped_IsSmall() => Assert.True(File.Length < 1_500_000, $"{File.Length} bytes");

    [Fact]
    public void Read_OtherFile_SaysThatItIsNone()
    {
        var e = Assert.Throws<PiiModelFormatException>(static () => PiiTagger.Read("{\"not\": \"a tagger, but long enough\"}"u8));
        Assert.Equal("This is not a tagger file.", e.Message);
    }

    [Fact]
    public void Read_OtherVersion_SaysWhich()
    {
        var file = File.ToArray();
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(4), 99);
        Assert.Contains("version 99; this build reads version 2", Assert.Throws<PiiModelFormatException>(() => PiiTagger.Read(file)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_AnyByteChanged_IsRefused() => Gen.Select(Gen.Int[0, File.Length - 1], Gen.Byte[1, 255]).Sample(
        static (at, change) =>
        {
            var file = File.ToArray();
            file[at] ^= change;
            Assert.Throws<PiiModelFormatException>(() => PiiTagger.Read(file));
        },
        iter: 50);

    [Fact]
    public void Read_CutShort_IsRefused() => Gen.Int[0, File.Length - 1].Sample(
        static length => Assert.Throws<PiiModelFormatException>(() => PiiTagger.Read(File.AsSpan(0, length))), iter: 50);

    /// <summary>A file that somebody made: the checksum holds, what it sums up does not.</summary>
    [Theory]
    [InlineData(6, 15, "do not fit this build")]
    [InlineData(8, 3, "do not fit this build")]
    [InlineData(12, int.MaxValue, "a part is longer or shorter")]
    [InlineData(12, -1, "a part is longer or shorter")]
    public void Read_WrongSizesUnderARightChecksum_IsRefused(int at, int value, string says)
    {
        var file = File.ToArray();
        if (at < 12)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(at), (ushort)value);
        }
        else
        {
            BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(at), value);
        }

        Sign(file);
        Assert.Contains(says, Assert.Throws<PiiModelFormatException>(() => PiiTagger.Read(file)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_TransitionOutOfBounds_IsRefused()
    {
        var file = File.ToArray();
        var description = BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(12));
        var transitions = 12 + 4 + description + 4 + TagWeights.SlotsLength + 4;
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(transitions), short.MaxValue);
        Sign(file);
        Assert.Contains("out of its bounds", Assert.Throws<PiiModelFormatException>(() => PiiTagger.Read(file)).Message, StringComparison.Ordinal);
    }

    private static void Sign(byte[] file) =>
        BinaryPrimitives.WriteUInt64LittleEndian(file.AsSpan(file.Length - 8), XxHash64.HashToUInt64(file.AsSpan(0, file.Length - 8)));
}
