using AutoClaw.Core.Privacy.Pseudonyms;

namespace AutoClaw.Tests.Privacy.Pseudonyms;

public sealed class StringDepthTests
{
    [Theory]
    [InlineData("", 0)]
    [InlineData("{\"a\":", 0)]
    [InlineData("{\"a\":\"x", 1)]
    [InlineData("{\"a\":\"x\",\"b\":[1,\"", 1)]
    [InlineData("{\"a\":\"{", 1)]
    [InlineData("{\"a\":\"{\\\"b\\\":\\\"", 2)]
    [InlineData("{\"a\":\" [ 1, -2.5e3, true, \\u0022x", 2)]
    [InlineData("{\"a\":\"{\\\"b\\\":\\\"x\\\"}\",\"c\":\"", 1)]
    [InlineData("{\"a\":\"{\\\"b\\\":\\\"{\\\\\\\"c\\\\\\\":\\\\\\\"", 3)]
    // What only looks like it.
    [InlineData("{\"a\":\"[see] he said \\\"", 1)]
    [InlineData("{\"a\":\"{x \\\"", 1)]
    [InlineData("{\"a\":\"[1] \\\"", 1)]
    [InlineData("{\"a\":\"[1,] \\\"", 1)]
    [InlineData("{\"a\":\"{\\\"b\\\",\\\"", 1)]
    [InlineData("{\"a\":\"he said \\\"", 1)]
    public void Current_Place_IsInSoManyStrings(string text, int expected)
    {
        foreach (var cut in Enumerable.Range(0, text.Length + 1))
        {
            var depth = new StringDepth();
            depth.Pass(text.AsSpan(0, cut));
            depth.Pass(text.AsSpan(cut));
            Assert.Equal(expected, depth.Current);
        }
    }
}
