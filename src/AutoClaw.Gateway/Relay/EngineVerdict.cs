using AutoClaw.Gateway.Engines;
using AutoClaw.Gateway.Observability;
using Microsoft.Extensions.Logging;

namespace AutoClaw.Gateway.Relay;

/// <summary>What a call's end says of its engine, for the calls after it.</summary>
internal static class EngineVerdict
{
    /// <param name="engine">Who was called.</param>
    /// <param name="failure">How it failed; null where it answered.</param>
    /// <param name="log">Told when the engine is put behind the others, and when it is back.</param>
    public static void Note(EngineClient engine, EngineFailure? failure, ILogger log)
    {
        if (failure is { IsNoVerdict: true })
        {
            return;
        }

        // A refusal of the request is an answer: the engine is well.
        if (failure is null or { MayTryNext: false } or { ClientStatus: 400 })
        {
            if (engine.Breaker.Succeeded())
            {
                log.EngineBack(engine.Id);
            }
        }
        else if (engine.Breaker.Failed(failure.IsCertain && engine.Server is null, failure.Wish))
        {
            log.EngineSetBack(engine.Id, failure.Code);
        }
    }
}
