using AutoClaw.Core.Model;
using AutoClaw.Gateway.Engines;
using AutoClaw.Gateway.LlamaServer;
using AutoClaw.Gateway.Options;

namespace AutoClaw.Gateway.Relay;

/// <summary>What a request does when it comes to an engine whose model is not loaded, by its route's <see cref="ColdStart"/>.</summary>
internal static class ColdEngine
{
    /// <summary>True if the cloud is to answer instead; the engine has been woken then, if the route says so.</summary>
    /// <param name="engine">The next engine to be asked.</param>
    /// <param name="index">Its place in the decision's order.</param>
    /// <param name="scope">The request.</param>
    public static bool IsLeft(EngineClient engine, int index, RequestScope scope)
    {
        // What it made before, nobody else can read: that is worth the wait.
        if (scope.Decision.First == index || engine.Server is not { Status.Phase: ServerPhase.Asleep or ServerPhase.Loading } server)
        {
            return false;
        }

        var policy = scope.Snapshot.ColdOf(scope.Plan!.Name);
        for (var i = scope.Decision.Next(index + 1); i >= 0 && policy != ColdStart.Wait; i = scope.Decision.Next(i + 1))
        {
            if (scope.Decision.Order[i].Place == Place.Cloud)
            {
                // A warm member of its pool may be worth the wait.
                if (policy == ColdStart.Both && EnginePool.IsChosen(scope.Snapshot, scope.Decision, index, scope.Pool))
                {
                    server.Wake();
                }

                return true;
            }
        }

        return false;
    }
}
