using AutoClaw.Gateway.Engines.Queue;
using AutoClaw.Gateway.LlamaServer;

namespace AutoClaw.Gateway.Engines;

/// <summary>
/// The way of every call to an engine: until its process has its model loaded, then through its gate. So nobody keeps a slot for a model
/// that loads, and how long that took is no part of how long an answer takes.
/// </summary>
internal static class EngineAdmission
{
    /// <param name="engine">Who is to answer.</param>
    /// <param name="caller">Whose call it is.</param>
    /// <param name="time">The clock of the wait for the process.</param>
    /// <param name="left">Ends the wait: the client has gone.</param>
    public static ValueTask<GateEntry> EnterAsync(EngineClient engine, Caller caller, TimeProvider time, CancellationToken left) =>
        engine.IsDrained ? ValueTask.FromResult(new GateEntry(null, 0, EngineFailure.Drained(engine.Id)))
        : engine.Server is { } server ? EnterAsync(engine, server, caller, time, left)
        : engine.Gate.EnterAsync(caller, left);

    private static async ValueTask<GateEntry> EnterAsync(EngineClient engine, OwnedLlamaServer server, Caller caller, TimeProvider time, CancellationToken left)
    {
        var waited = TimeSpan.Zero;
        if (!server.IsReady)
        {
            if (engine.Gate.RefuseToWait(server.Awaiting) is { } full)
            {
                return new GateEntry(null, 0, full);
            }

            if (await LoadedAsync(engine, server, waited, time, left).ConfigureAwait(false) is var (took, refusal) && refusal is not null)
            {
                return new GateEntry(null, 0, refusal);
            }

            waited = took;
        }

        var entry = await engine.Gate.EnterAsync(caller, left).ConfigureAwait(false);
        if (entry.IsIn && !server.IsReady && !left.IsCancellationRequested)
        {
            // It died or fell asleep meanwhile. The call keeps its slot, and with it its turn: until the next process is there nobody else could use it.
            var (took, refusal) = await LoadedAsync(engine, server, waited, time, left).ConfigureAwait(false);
            if (refusal is not null)
            {
                GateEntry.Leave(ref entry, completed: false);
                return new GateEntry(null, 0, refusal);
            }

            waited += took;
            entry = entry.Begun();
        }

        if (entry.IsIn && left.IsCancellationRequested)
        {
            GateEntry.Leave(ref entry, completed: false);
        }

        return entry with { Waited = waited };
    }

    /// <summary>Ends without a refusal when it is ready or the client has gone.</summary>
    private static async ValueTask<(TimeSpan Took, EngineFailure? Refusal)> LoadedAsync(
        EngineClient engine, OwnedLlamaServer server, TimeSpan waited, TimeProvider time, CancellationToken left)
    {
        var limit = engine.Options.FirstContentTimeout;
        var began = time.GetTimestamp();
        using var late = new CancellationTokenSource(limit > waited ? limit - waited : TimeSpan.Zero, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(late.Token, left);
        try
        {
            await server.ReadyAsync(both.Token).ConfigureAwait(false);
        }
        catch (EngineNotRunningException down)
        {
            return (default, down.Failure);
        }
        catch (OperationCanceledException) when (left.IsCancellationRequested)
        {
            return default;
        }
        catch (OperationCanceledException)
        {
            return (default, EngineFailure.StillLoading(engine.Id, limit));
        }

        // Ready at the very end of its time: there is none left for an answer.
        var took = time.GetElapsedTime(began);
        return waited + took < limit ? (took, null) : (default, EngineFailure.StillLoading(engine.Id, limit));
    }
}
