using AutoClaw.Core.Routing;

namespace AutoClaw.Gateway.Relay;

/// <summary>Keeps requests from engines that an administrator has drained. Takes no lock.</summary>
internal static class DrainedEngines
{
    /// <summary>The decision without them; as it is where nobody else is left, so that the client is told what keeps it from an answer.</summary>
    public static Decision Skip(GatewaySnapshot snapshot, in Decision decision)
    {
        var allowed = decision.Allowed;
        for (var i = decision.Next(0); i >= 0; i = decision.Next(i + 1))
        {
            allowed &= snapshot.Engines[decision.Order[i].Index].IsDrained ? ~(1UL << i) : ulong.MaxValue;
        }

        return allowed == decision.Allowed || allowed == 0 ? decision : decision with { Allowed = allowed };
    }
}
