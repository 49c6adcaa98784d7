using System.Numerics;
using AutoClaw.Core.Routing;
using AutoClaw.Gateway.Engines;
using AutoClaw.Gateway.Engines.Queue;

namespace AutoClaw.Gateway.Relay;

/// <summary>
/// Which engine is asked next: the decision's next one, or of the pool that it is in the member that is likely to begin first. Looked up
/// when a call is about to be sent, so that a second try knows what the first one has learnt. Takes no lock while the members have free slots.
/// </summary>
internal static class EnginePool
{
    // Where the engine does not tell its prefill time: a conversation of a few thousand tokens on one's own hardware.
    private static readonly TimeSpan AssumedReading = TimeSpan.FromSeconds(1);

    // Where it was never started: a model of a few GB from a disk.
    private static readonly TimeSpan AssumedStart = TimeSpan.FromSeconds(30);

    /// <summary>True where engine <paramref name="index"/> of the order would be the one of its pool to be asked, as for one that is in none.</summary>
    public static bool IsChosen(GatewaySnapshot snapshot, in Decision decision, int index, in PoolTerms terms)
    {
        if (decision.First == index || decision.Order[index].Pool is not { } pool)
        {
            return true;
        }

        var members = 0UL;
        for (var i = decision.Next(0); i >= 0; i = decision.Next(i + 1))
        {
            members |= decision.Order[i].Pool == pool ? 1UL << i : 0;
        }

        return Next(snapshot, decision, members, terms) == index;
    }

    /// <summary>Index in the decision's order; -1 where none is left.</summary>
    /// <param name="snapshot">Has the engines.</param>
    /// <param name="decision">Their order.</param>
    /// <param name="left">Bit i is set if engine i of the order may still be asked.</param>
    /// <param name="terms">Whose request it is, and where it went before.</param>
    public static int Next(GatewaySnapshot snapshot, in Decision decision, ulong left, in PoolTerms terms)
    {
        var open = decision.Allowed & left;
        if (open == 0)
        {
            return -1;
        }

        if (decision.First is { } made && (open >> made & 1) != 0)
        {
            return made;
        }

        var first = BitOperations.TrailingZeroCount(open);
        return decision.Order[first].Pool is { } pool ? Choose(snapshot, decision.Order, open, first, pool, terms) : first;
    }

    /// <summary>A member of <paramref name="pool"/> that could begin at once, to be asked beside another; -1 where there is none.</summary>
    /// <param name="snapshot">Has the engines.</param>
    /// <param name="decision">Their order.</param>
    /// <param name="left">Bit i is set if engine i of the order may still be asked.</param>
    /// <param name="pool">Whose.</param>
    public static int Spare(GatewaySnapshot snapshot, in Decision decision, ulong left, int pool)
    {
        var best = -1;
        var least = double.MaxValue;
        for (var open = decision.Allowed & left; open != 0; open &= open - 1)
        {
            var i = BitOperations.TrailingZeroCount(open);
            var engine = snapshot.Engines[decision.Order[i].Index];

            // One that would have to look first whether the prompt fits can't begin at once.
            if (decision.Order[i].Pool != pool || engine.IsDrained || engine.Kind.TruncatesSilently || engine.Server is { IsReady: false })
            {
                continue;
            }

            var rank = RankOf(engine, default);
            if (!rank.IsAbsent && rank.Wait == TimeSpan.Zero && rank.Share < least)
            {
                (best, least) = (i, rank.Share);
            }
        }

        return best;
    }

    private static int Choose(GatewaySnapshot snapshot, Candidate[] order, ulong open, int first, int pool, in PoolTerms terms)
    {
        var best = -1;
        PoolRank least = default;
        var home = -1;
        PoolRank atHome = default;
        for (var i = first; i < order.Length; i++)
        {
            if ((open >> i & 1) == 0 || order[i].Pool != pool)
            {
                continue;
            }

            var rank = RankOf(snapshot.Engines[order[i].Index], terms.Caller);
            if (order[i].Index == terms.Home)
            {
                (home, atHome) = (i, rank);
            }

            if (best < 0 || rank.CompareTo(least) < 0)
            {
                (best, least) = (i, rank);
            }
        }

        return home >= 0 && atHome.IsAbsent == least.IsAbsent && atHome.Wait - least.Wait <= ReadingAnew(snapshot.Engines[terms.Home!.Value], terms) ? home : best;
    }

    private static PoolRank RankOf(EngineClient engine, Caller caller) => new(
        engine.Server is { CanStart: false } || engine.Health.State.Condition is EngineCondition.Loading or EngineCondition.Down || engine.Breaker.IsOpen,
        WaitOf(engine, caller),
        engine.Gate.UnderWay / (double)(engine.Gate.Slots ?? 1));

    // Unknown is not free: its slots are full, and nobody has left yet.
    private static TimeSpan WaitOf(EngineClient engine, Caller caller) =>
        EngineLoad.WaitOf(engine, caller)
        ?? (engine.Server is { IsReady: false, ExpectedStart: null } && engine.Gate.PredictedWait(caller) is { } wait ? wait + AssumedStart : TimeSpan.MaxValue);

    private static TimeSpan ReadingAnew(EngineClient home, in PoolTerms terms) =>
        home.Pace.Means?.PrefillPerToken is { } each ? TimeSpan.FromSeconds(terms.CachedTokens * each) : AssumedReading;
}
