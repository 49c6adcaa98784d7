using System.Text;
using AutoClaw.Core.Wire;

namespace AutoClaw.Tests.Wire;

public sealed class SseEventsTests
{
    [Theory]
    [InlineData("data: a\n\ndata: b\n\n", "a|b", "")]
    [InlineData("data: a\r\n\r\ndata:b\r\n\r\n", "a|b", "")]
    [InlineData("data: a\r\rdata: b\r\rx", "a|b", "x")]
    [InlineData(": ping\n\ndata: a\n\n", "|a", "")]
    [InlineData("event: x\nid: 7\ndata:  two spaces\n\n", " two spaces", "")]
    [InlineData("data: a\n", "", "data: a\n")]
    [InlineData("data: a\r\n\r", "", "data: a\r\n\r")]
    public void TryTake_AnyLineEnd_CutsWholeEvents(string stream, string expected, string left)
    {
        ReadOnlySpan<byte> buffer = Encoding.UTF8.GetBytes(stream);
        var found = new List<string>();
        while (SseEvents.TryTake(ref buffer, out var raw))
        {
            found.Add(Encoding.UTF8.GetString(SseEvents.Data(raw, out var multiple)));
            Assert.False(multiple);
        }

        Assert.Equal(expected, string.Join('|', found));
        Assert.Equal(left, Encoding.UTF8.GetString(buffer));
    }

    [Fact]
    public void Data_SeveralLines_SaysSo()
    {
        SseEvents.Data("data: a\ndata: b\n\n"u8, out var multiple);

        Assert.True(multiple);
    }
}
