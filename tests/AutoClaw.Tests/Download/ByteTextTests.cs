using AutoClaw.Cli.Download;

namespace AutoClaw.Tests.Download;

public sealed class ByteTextTests
{
    [Theory]
    [InlineData(0, "0 kB")]
    [InlineData(1_500, "1.5 kB")]
    [InlineData(807_694_464, "807.69 MB")]
    [InlineData(4_920_739_232, "4.92 GB")]
    public void Of_Bytes_IsInPowersOfTen(long bytes, string text) => Assert.Equal(text, ByteText.Of(bytes));
}
