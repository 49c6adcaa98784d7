using AutoClaw.Core.Wire;

namespace AutoClaw.Tests.Wire;

public sealed class SilentTruncationTests
{
    [Theory]
    [InlineData(3500, 4096, 4096, true)] // cut to the context
    [InlineData(3500, 4095, 4096, true)]
    [InlineData(3500, 3600, 4096, false)] // a prompt that fits
    [InlineData(3500, 1200, 4096, true)] // whole messages dropped
    [InlineData(3500, 1800, 4096, false)] // long words: seven bytes a token
    [InlineData(1000, 200, 4096, false)] // too short to have been cut
    [InlineData(3500, 0, 4096, false)] // no count
    public void IsLikely_CountsAndContext_TellsCutPromptsFromWholeOnes(long estimated, long reported, int context, bool expected) =>
        Assert.Equal(expected, SilentTruncation.IsLikely(estimated, reported, context));
}
