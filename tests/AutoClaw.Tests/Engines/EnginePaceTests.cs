using AutoClaw.Core.Model;
using AutoClaw.Gateway.Engines;

namespace AutoClaw.Tests.Engines;

public sealed class EnginePaceTests
{
    [Fact]
    public void Means_NoAnswerYet_AreUnknown() => Assert.Null(new EnginePace().Means);

    [Fact]
    public void Add_WithoutContent_TellsNothing()
    {
        var pace = new EnginePace();
        pace.Add(Answer(first: null));
        Assert.Null(pace.Means);
    }

    [Fact]
    public void Add_WithoutTimings_CountsFromSentToFirstAndFromFirstToLast()
    {
        var means = MeansOf(Answer(new Usage(100, 25, 11, 0, Estimated: false)));
        Assert.Equal(0.2, means.FirstContentSeconds, 9);
        Assert.Equal(20, means.TokensPerSecond!.Value, 9);
        Assert.Equal(0.25, means.CachedShare!.Value, 9);
        Assert.Null(means.PrefillPerToken);
        Assert.Equal(0.2, means.FirstContentOf(1000), 9);
    }

    [Fact]
    public void Add_WithTimings_TakesTheEnginesWord()
    {
        var means = MeansOf(Answer(new Usage(100, 50, 10, 0, Estimated: false), new EngineTimings(100, 250)));
        Assert.Equal(40, means.TokensPerSecond!.Value, 9);
        Assert.Equal(0.002, means.PrefillPerToken!.Value, 9);
        Assert.Equal([0.2, 0.3, 0.1], [means.FirstContentOf(null), means.FirstContentOf(100), means.FirstContentOf(0)], (one, two) => Math.Abs(one - two) < 1e-9);
    }

    [Fact]
    public void Add_EngineDoesNotCount_CacheIsUnknownAndNotNone()
    {
        var means = MeansOf(Answer(new Usage(100, 0, 11, 0, Estimated: true), new EngineTimings(100, null)));
        Assert.Null(means.CachedShare);
        Assert.Null(means.PrefillPerToken);
    }

    [Fact]
    public void Add_OneTokenOnly_RateIsUnknown() => Assert.Null(MeansOf(Answer(new Usage(100, 0, 1, 0, Estimated: false))).TokensPerSecond);

    [Fact]
    public void Add_NextAnswer_WeighsAnEighth()
    {
        var means = MeansOf(Answer(new Usage(100, 0, 11, 0, Estimated: false)), Answer(new Usage(100, 80, 11, 0, Estimated: false), sent: 1_000_000));
        Assert.Equal(0.2 + (0.2 / 8), means.FirstContentSeconds, 9);
        Assert.Equal(0.1, means.CachedShare!.Value, 9);
    }

    [Theory]
    [InlineData(null, 4.0, 0)]
    [InlineData(0.0, 4.0, 0)]
    [InlineData(4.0, 4.0, 5)]
    [InlineData(12.0, 4.0, 7.5)]
    [InlineData(1.0, null, 5)]
    public void QueueWait_OfAnEnginesOwnQueue_IsItsPartOfTheMeanTime(double? waiting, double? running, double seconds) => Assert.Equal(
        TimeSpan.FromSeconds(seconds),
        new EngineState(EngineCondition.Ready) { Waiting = waiting, Running = running }.QueueWait(TimeSpan.FromSeconds(10)));

    private static PaceMeans MeansOf(params Attempt[] answers)
    {
        var pace = new EnginePace();
        foreach (var answer in answers)
        {
            pace.Add(answer);
        }

        return pace.Means!;
    }

    // Half a second from the first content to the last.
    private static Attempt Answer(Usage usage = default, EngineTimings timings = default, long? first = 1_400_000, long sent = 1_200_000) => new()
    {
        RequestId = "r", Number = 1, Operation = "chat", Route = "auto", Engine = "home", Place = Place.Local, Model = "m", Reason = "pinned",
        ReceivedAt = DateTimeOffset.UnixEpoch, SentMicros = sent, FirstContentMicros = first, LastContentMicros = 1_900_000, Usage = usage, Timings = timings,
    };
}
