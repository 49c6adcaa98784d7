using AutoClaw.Core.Benchmark.Workloads;
using Xunit;

namespace AutoClaw.Tests.Benchmark.Workloads;

public sealed class InlineThoughtsTests
{
    [Theory]
    [InlineData("<think>maybe 5?</think>\n\nThe answer is 4.", "The answer is 4.")]
    [InlineData("maybe 5?</think>The answer is 4.", "The answer is 4.")]
    [InlineData("\n<think>cut off in the mid", "")]
    [InlineData("The answer is 4.", "The answer is 4.")]
    [InlineData("", "")]
    public void Strip_LeavesTheAnswer(string text, string answer) => Assert.Equal(answer, InlineThoughts.Strip(text));
}
