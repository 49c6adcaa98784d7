using AutoClaw.Core.Policy;
using AutoClaw.Core.Privacy;
using AutoClaw.Core.Routing;
using AutoClaw.Core.Wire.OpenAiChat;
using AutoClaw.Gateway.Privacy;
using Microsoft.AspNetCore.Http;

namespace AutoClaw.Gateway.Relay;

/// <summary>
/// POST /v1/embeddings: to the first engine of the named route that has an embedding model. Vectors of two models do not compare, so
/// a failure moves on only to an engine with the same model. Several of our own engines of one model are a pool, as for chats.
/// </summary>
internal sealed class EmbeddingsRelay(SnapshotState state, RelayServices services)
{
    public async Task HandleAsync(HttpContext context)
    {
        using var scope = new RequestScope(context, state.Current, services.Time);
        using var body = PooledBuffer.Rent();
        if (!await Admission.AdmitAsync(scope, body, takesSlot: true).ConfigureAwait(false) || !await Admission.TakePatienceAsync(scope).ConfigureAwait(false)
            || !await Admission.TakeLabelsAsync(scope).ConfigureAwait(false))
        {
            return;
        }

        if (!EmbeddingsRequestScanner.TryScan(body.Memory, out var request, out var problem))
        {
            await RefuseAsync(scope, 400, problem!.Code, problem.Param, problem.Message).ConfigureAwait(false);
        }
        else if (!await Admission.TakeSubjectAsync(scope, services.Subjects, request!.Body.Slice(request.Subject.Start, request.Subject.Length)).ConfigureAwait(false))
        {
            // It has been refused.
        }
        else if (scope.Snapshot.PlanOf(request.Model) is not { } plan)
        {
            await RefuseAsync(scope, 404, "model_not_found", "model", Admission.UnknownModel(request.Model)).ConfigureAwait(false);
        }
        else if (EnginesOf(scope.Snapshot, plan, request.Model) is not (not 0 and var able))
        {
            await RefuseAsync(
                scope, 400, "no_capable_engine", "model",
                $"No engine of '{plan.Name}' has an embedding model. Set embedding_model on one.").ConfigureAwait(false);
        }
        else
        {
            scope.Plan = plan;
            scope.Privacy = scope.Privacy.And(scope.Snapshot.LabelOf(plan.Name), "route");
            if (!await ContentPolicy.ApplyAsync(scope, services, request.Body).ConfigureAwait(false))
            {
                return;
            }

            able = Permitted(scope, plan, able);
            if (able == 0)
            {
                await Admission.RefusePrivateAsync(scope, missing: null).ConfigureAwait(false);
                return;
            }

            scope.Decision = DrainedEngines.Skip(scope.Snapshot, new Decision(plan.LocalFirst, able, plan.Threshold is null ? DecisionReason.Pinned : DecisionReason.Capability));
            using var exchange = new EmbeddingsExchange(scope, request, services);
            await exchange.RunAsync().ConfigureAwait(false);
        }
    }

    // Bit i: candidate i of the plan embeds with the model that was asked for, or else with the first one that there is.
    private static ulong EnginesOf(GatewaySnapshot snapshot, RoutePlan plan, string asked)
    {
        string?[] models = [.. plan.LocalFirst.Select(c => snapshot.Engines[c.Index].Options.EmbeddingModel)];
        var model = models.Contains(asked) ? asked : Array.Find(models, each => each is not null);
        var able = 0UL;
        for (var at = 0; model is not null && at < models.Length; at++)
        {
            able |= models[at] == model ? 1UL << at : 0;
        }

        return able;
    }

    private static ulong Permitted(RequestScope scope, RoutePlan plan, ulong able)
    {
        var terms = new DecisionTerms(Counts: false) { Privacy = scope.Privacy.Label, Barred = scope.Content?.Barred };
        for (var at = 0; at < plan.LocalFirst.Length; at++)
        {
            able &= PrivacyPolicy.Permits(plan.LocalFirst[at], terms) ? ulong.MaxValue : ~(1UL << at);
        }

        return able;
    }

    private static Task RefuseAsync(RequestScope scope, int status, string code, string? param, string message)
    {
        scope.WriteHeaders(null, null);
        return ErrorWriter.WriteAsync(scope.Context, status, code, param, message);
    }
}
