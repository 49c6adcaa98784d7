using AutoClaw.Core.Model;
using AutoClaw.Core.Routing;
using AutoClaw.Gateway.Engines;
using AutoClaw.Gateway.Engines.Queue;

namespace AutoClaw.Gateway.Relay;

/// <summary>Which of a route's local engines are too busy to be worth the wait, by its <see cref="RoutePlan.SpillWait"/>.</summary>
internal static class BusyEngines
{
    /// <summary>Bit i: <c>LocalFirst[i]</c> of the plan. 0 where no engine makes clients wait; then no lock is taken either.</summary>
    /// <param name="snapshot">Has the engines.</param>
    /// <param name="plan">The route.</param>
    /// <param name="caller">Whose request it is.</param>
    public static ulong Of(GatewaySnapshot snapshot, RoutePlan plan, Caller caller)
    {
        if (plan.SpillWait is not { } limit)
        {
            return 0;
        }

        var busy = 0UL;
        var away = 0UL;
        for (var i = 0; i < plan.LocalFirst.Length && plan.LocalFirst[i].Place == Place.Local; i++)
        {
            var engine = snapshot.Engines[plan.LocalFirst[i].Index];
            var isLate = EngineLoad.WaitOf(engine, caller) > limit;
            var isCold = engine.Server is { IsReady: false };
            busy |= isLate && !isCold ? 1UL << i : 0;
            away |= engine.Health.IsDown || engine.IsDrained || (isLate && isCold) ? 1UL << i : 0;
        }

        // One that is down or drained, or takes longer than that to start, is nobody to wait for, but no reason to call the others busy: what a cold
        // one alone means is the route's to say.
        return busy == 0 ? 0 : busy | away;
    }
}
