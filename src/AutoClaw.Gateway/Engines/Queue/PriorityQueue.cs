using System.Diagnostics.CodeAnalysis;
using AutoClaw.Gateway.Auth;

namespace AutoClaw.Gateway.Engines.Queue;

/// <summary>Calls that wait: those of a higher priority first, those of one priority in fair turns. Not thread-safe.</summary>
internal sealed class PriorityQueue
{
    // Highest first.
    private readonly FairQueue[] _lanes = [new(), new(), new()];

    public int Count => _lanes[0].Count + _lanes[1].Count + _lanes[2].Count;

    public QueuedCall Add(Caller caller) => _lanes[LaneOf(caller.Priority)].Add(caller);

    public bool TryTake([NotNullWhen(true)] out QueuedCall? call)
    {
        call = null;
        return _lanes[0].TryTake(out call) || _lanes[1].TryTake(out call) || _lanes[2].TryTake(out call);
    }

    /// <summary>Takes out the call that is missed least, to make room for one of <paramref name="priority"/>; false where all that wait are as important.</summary>
    public bool TryShed(Priority priority, [NotNullWhen(true)] out QueuedCall? call)
    {
        call = null;
        for (var lane = _lanes.Length - 1; lane > LaneOf(priority); lane--)
        {
            if (_lanes[lane].TryTakeLatest(out call))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>False if it has been taken already.</summary>
    public bool Remove(QueuedCall call) => _lanes[LaneOf(call.Caller.Priority)].Remove(call);

    /// <summary>Calls that are taken before the next one of <paramref name="caller"/>, if nobody else comes.</summary>
    public int Ahead(Caller caller)
    {
        var own = LaneOf(caller.Priority);
        var ahead = _lanes[own].Ahead(caller.Key ?? string.Empty);
        for (var lane = 0; lane < own; lane++)
        {
            ahead += _lanes[lane].Count;
        }

        return ahead;
    }

    private static int LaneOf(Priority priority) => priority switch
    {
        Priority.High => 0,
        Priority.Low => 2,
        _ => 1,
    };
}
