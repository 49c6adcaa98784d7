using System.Buffers.Binary;
using System.IO.Hashing;
using AutoClaw.Core.Routing;

namespace AutoClaw.Tests.Routing;

public sealed class RouterModelFileTests
{
    private static readonly byte[] File = RouterModel.Shipped.ToFile();

    [Fact]
    public void Load_WrittenModel_GivesTheSameBytesAndScores()
    {
        var model = RouterModel.Load(File);
        var input = new RouterInput { Text = "Design a rate limiter for a public API."u8, Turns = 1 };

        Assert.Equal(File, model.ToFile());
        Assert.Equal(RouterModel.Shipped.Score(input), model.Score(input));
        Assert.Equal(RouterModel.Shipped.Calibration.DefaultThreshold, model.Calibration.DefaultThreshold);
        Assert.Equal(RouterModel.Shipped.Description, model.Description);
    }

    [Fact]
    public void Shipped_Size_IsBelowEightMegabytes() => Assert.InRange(File.Length, 1, 8 << 20);

    [Fact]
    public void Load_EmptyFile_SaysThatItIsNoModel() => AssertRefused([], "not a router model");

    [Fact]
    public void Load_OtherFile_SaysThatItIsNoModel() => AssertRefused(new byte[1000], "not a router model");

    [Fact]
    public void Load_OneBitFlipped_SaysDamaged()
    {
        var damaged = (byte[])File.Clone();
        damaged[File.Length / 2] ^= 1;
        AssertRefused(damaged, "damaged");
    }

    [Fact]
    public void Load_CutShort_SaysDamaged() => AssertRefused(File[..^100], "damaged");

    [Fact]
    public void Load_OtherVersion_NamesBothVersions()
    {
        var other = (byte[])File.Clone();
        BinaryPrimitives.WriteUInt16LittleEndian(other.AsSpan(4), 99);
        AssertRefused(Sign(other), "version 99");
    }

    [Theory]
    [InlineData(6, 16)]
    [InlineData(8, 3)]
    [InlineData(12, 3)]
    [InlineData(16, -1)]
    [InlineData(16, int.MaxValue)]
    [InlineData(16, 0)]
    public void Load_ImpossibleSizes_AreRefusedBeforeUse(int offset, int value)
    {
        var other = (byte[])File.Clone();
        if (offset == 6)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(other.AsSpan(offset), (ushort)value);
        }
        else
        {
            BinaryPrimitives.WriteInt32LittleEndian(other.AsSpan(offset), value);
        }

        AssertRefused(Sign(other), "sizes");
    }

    [Fact]
    public void Load_MoreAfterTheLastPart_IsRefused() => AssertRefused(Sign([.. File[..^8], 0, 0, 0, 0, .. File[^8..]]), "sizes");

    [Fact]
    public void Load_DefaultThresholdIsNoNumber_IsRefused()
    {
        var other = (byte[])File.Clone();
        BinaryPrimitives.WriteSingleLittleEndian(other.AsSpan(AfterDescription + 4), float.PositiveInfinity);
        AssertRefused(Sign(other), "calibration");
    }

    [Fact]
    public void Load_ScaleIsNoNumber_IsRefused()
    {
        var other = (byte[])File.Clone();
        var points = RouterModel.Shipped.Calibration.Thresholds.Length;
        BinaryPrimitives.WriteSingleLittleEndian(other.AsSpan(AfterDescription + 8 + (2 * (4 + (4 * points))) + 4), float.NaN);
        AssertRefused(Sign(other), "not numbers");
    }

    private static int AfterDescription => 16 + 4 + BinaryPrimitives.ReadInt32LittleEndian(File.AsSpan(16));

    private static byte[] Sign(byte[] file)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(file.AsSpan(file.Length - 8), XxHash64.HashToUInt64(file.AsSpan(0, file.Length - 8)));
        return file;
    }

    private static void AssertRefused(byte[] file, string expected) =>
        Assert.Contains(expected, Assert.Throws<RouterModelFormatException>(() => RouterModel.Load(file)).Message, StringComparison.Ordinal);
}
