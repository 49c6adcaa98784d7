using AutoClaw.Core.Model;
using AutoClaw.Core.Routing;
using Microsoft.Extensions.Time.Testing;

namespace AutoClaw.Tests.Routing;

public sealed class ConversationPlacesTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Find_Remembered_IsTheLastPlace()
    {
        var places = new ConversationPlaces(_time);
        Assert.Null(places.Find(0));
        Assert.Null(places.Find(Key(1)));

        places.Remember(Key(1), Place.Cloud);
        places.Remember(Key(2), Place.Local);
        places.Remember(0, Place.Cloud);
        Assert.Equal((Place.Cloud, Place.Local, Place.Cloud), (places.Find(Key(1)), places.Find(Key(2)), places.Find(0)));

        places.Remember(Key(1), Place.Local);
        Assert.Equal(Place.Local, places.Find(Key(1)));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(126, 126)]
    [InlineData(127, null)]
    [InlineData(null, null)]
    public void FindEngine_Remembered_IsTheOneThatWasTold(int? told, int? engine)
    {
        var places = new ConversationPlaces(_time);
        Assert.Null(places.FindEngine(Key(1)));
        places.Remember(Key(1), Place.Local, 5);
        places.Remember(Key(1), Place.Local, told);
        Assert.Equal((engine, Place.Local), (places.FindEngine(Key(1)), places.Find(Key(1))));
        _time.Advance(TimeSpan.FromMinutes(61));
        Assert.Null(places.FindEngine(Key(1)));
    }

    [Fact]
    public void Find_IdleForAnHour_IsForgottenAndUseKeepsItAlive()
    {
        var places = new ConversationPlaces(_time);
        places.Remember(Key(1), Place.Cloud);
        _time.Advance(TimeSpan.FromMinutes(59));
        Assert.Equal(Place.Cloud, places.Find(Key(1)));
        places.Remember(Key(1), Place.Cloud);
        _time.Advance(TimeSpan.FromMinutes(59));
        Assert.Equal(Place.Cloud, places.Find(Key(1)));
        _time.Advance(TimeSpan.FromMinutes(2));
        Assert.Null(places.Find(Key(1)));
    }

    [Fact]
    public void Find_OwnIdleTime_IsKept()
    {
        var places = new ConversationPlaces(_time, TimeSpan.FromDays(7));
        places.Remember(Key(1), Place.Cloud, 3);
        _time.Advance(TimeSpan.FromDays(6.9));
        Assert.Equal(3, places.FindEngine(Key(1)));
        _time.Advance(TimeSpan.FromDays(0.2));
        Assert.Null(places.FindEngine(Key(1)));
    }

    [Fact]
    public void Remember_FullSet_ForgetsTheLongestIdle()
    {
        var places = new ConversationPlaces(_time);
        for (var i = 0UL; i < 9; i++)
        {
            places.Remember(i << 40, Place.Cloud);
            _time.Advance(TimeSpan.FromSeconds(2));
        }

        Assert.Null(places.Find(0));
        Assert.All(Enumerable.Range(1, 8), i => Assert.Equal(Place.Cloud, places.Find((ulong)i << 40)));
    }

    [Fact]
    public void Remember_HundredThousand_KeepsNearlyAll()
    {
        var places = new ConversationPlaces(_time);
        for (var i = 0; i < 100_000; i++)
        {
            places.Remember(Key(i), (Place)(i % 2));
        }

        var kept = Enumerable.Range(0, 100_000).Where(i => places.Find(Key(i)) is not null).ToArray();
        Assert.All(kept, i => Assert.Equal((Place)(i % 2), places.Find(Key(i))));
        Assert.InRange(kept.Length, 90_000, 100_000);
    }

    [Fact]
    public void FindAndRemember_AllocateNothing()
    {
        var places = new ConversationPlaces(TimeProvider.System);
        var key = Key(1);
        Assert.Equal(0, Allocations.Of(() =>
        {
            places.Remember(key, Place.Cloud);
            places.Find(key);
        }));
    }

    private static ulong Key(int i) => System.IO.Hashing.XxHash64.HashToUInt64(BitConverter.GetBytes(i));
}
