using AutoClaw.Core.Wire.OpenAiChat;
using AutoClaw.Gateway.Engines;
using Microsoft.Extensions.Time.Testing;

namespace AutoClaw.Tests.Engines;

public sealed class EngineKeysTests
{
    private static readonly (string, string)[] Headers = [("k", "one"), ("k", "two")];

    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Judge_RefusedKey_IsLeftOutUntilItsTimeIsOver()
    {
        var keys = new EngineKeys(Headers, _time);
        Assert.Equal(Headers[0], keys.Current);
        Assert.True(keys.Judge(Sent("one"), Failure(401)).OtherKey);
        Assert.Equal((Headers[1], 1), (keys.Current, keys.LeftOut));
        _time.Advance(EngineKeys.RefusedFor + TimeSpan.FromSeconds(1));
        Assert.Equal((Headers[0], 0), (keys.Current, keys.LeftOut));
    }

    [Theory]
    [InlineData(null, 9, true)]
    [InlineData(null, 11, false)]
    [InlineData("30", 29, true)]
    [InlineData("30", 31, false)]
    [InlineData("0", 9, true)]
    public void Judge_LimitReached_LeavesTheKeyOutAsLongAsTheEngineSays(string? retryAfter, int seconds, bool isLeftOut)
    {
        var keys = new EngineKeys(Headers, _time);
        keys.Judge(Sent("one"), Failure(429) with { RetryAfter = retryAfter });
        _time.Advance(TimeSpan.FromSeconds(seconds));
        Assert.Equal(isLeftOut ? 1 : 0, keys.LeftOut);
    }

    [Fact]
    public void Judge_LastKey_IsTheEnginesFailure()
    {
        var keys = new EngineKeys(Headers, _time);
        keys.Judge(Sent("one"), Failure(429));
        var last = keys.Judge(Sent("two"), Failure(401));
        Assert.Equal((false, false), (last.OtherKey, last.IsNoVerdict));

        // The one whose time is over first.
        Assert.Equal(Headers[0], keys.Current);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(500)]
    [InlineData(503)]
    public void Judge_NothingOfTheKey_LeavesAllIn(int status)
    {
        var keys = new EngineKeys(Headers, _time);
        Assert.False(keys.Judge(Sent("one"), Failure(status)).OtherKey);
        Assert.Equal(0, keys.LeftOut);
    }

    [Fact]
    public void Judge_AnotherCredential_IsNotTheKeys()
    {
        var keys = new EngineKeys(Headers, _time);
        Assert.False(keys.Judge(Sent("three"), Failure(401)).OtherKey);
        Assert.False(keys.Judge(null, Failure(401)).OtherKey);
        Assert.Equal(0, keys.LeftOut);
    }

    private static EngineFailure Failure(int status) => EngineFailure.FromStatus("e", status, new EngineError(null), null);

    private static HttpRequestMessage Sent(string key)
    {
        var sent = new HttpRequestMessage();
        sent.Headers.TryAddWithoutValidation("k", key);
        return sent;
    }
}
