using AutoClaw.Core.Privacy;
using AutoClaw.Core.Privacy.Pseudonyms;
using Microsoft.Extensions.Time.Testing;

namespace AutoClaw.Tests.Privacy.Pseudonyms;

public sealed class PseudonymMapsTests
{
    private static readonly HashSet<string> None = [];
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Enter_SameConversation_HasTheSameMap()
    {
        using var maps = new PseudonymMaps(10, TimeSpan.FromMinutes(1), _time);
        using var first = maps.Enter(1);
        using var second = maps.Enter(1);
        using var other = maps.Enter(2);
        Assert.Same(first.Map, second.Map);
        Assert.NotSame(first.Map, other.Map);
    }

    [Fact]
    public void Enter_TooMany_DropsTheOneUsedLongestAgo()
    {
        using var maps = new PseudonymMaps(2, TimeSpan.FromMinutes(1), _time);
        var first = Use(maps, 1);
        var second = Use(maps, 2);
        Use(maps, 1);
        Use(maps, 3);
        Assert.Equal(2, maps.Count);
        Assert.NotNull(first.ValueOf("[PERSON_1]"));
        Assert.Null(second.ValueOf("[PERSON_1]"));
    }

    [Fact]
    public void Enter_InUseAndDropped_LastsUntilItIsGivenBack()
    {
        using var maps = new PseudonymMaps(1, TimeSpan.FromMinutes(1), _time);
        var lease = maps.Enter(1);
        lease.Map.PlaceholderOf(PiiType.Person, "Ann Lee", None);
        Use(maps, 2);
        Assert.Equal("Ann Lee", lease.Map.ValueOf("[PERSON_1]"));
        lease.Dispose();
        Assert.Null(lease.Map.ValueOf("[PERSON_1]"));
        lease.Dispose();
    }

    [Fact]
    public void Time_Idle_DropsItWithoutARequest()
    {
        using var maps = new PseudonymMaps(10, TimeSpan.FromMinutes(10), _time);
        var idle = Use(maps, 1);
        using var busy = maps.Enter(2);
        busy.Map.PlaceholderOf(PiiType.Person, "Bo Li", None);
        _time.Advance(TimeSpan.FromMinutes(11));
        _time.Advance(TimeSpan.FromMinutes(11));
        Assert.Null(idle.ValueOf("[PERSON_1]"));
        Assert.NotNull(busy.Map.ValueOf("[PERSON_1]"));
    }

    [Fact]
    public void Dispose_Always_DropsAll()
    {
        var maps = new PseudonymMaps(10, TimeSpan.FromMinutes(1), _time);
        var map = Use(maps, 1);
        maps.Dispose();
        Assert.Null(map.ValueOf("[PERSON_1]"));
    }

    private static PseudonymMap Use(PseudonymMaps maps, UInt128 conversation)
    {
        using var lease = maps.Enter(conversation);
        lease.Map.PlaceholderOf(PiiType.Person, "Ann Lee", None);
        return lease.Map;
    }
}
