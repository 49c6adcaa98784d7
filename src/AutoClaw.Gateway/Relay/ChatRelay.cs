using AutoClaw.Core.Policy;
using AutoClaw.Core.Routing;
using AutoClaw.Core.Routing.Aims;
using AutoClaw.Core.Wire;
using AutoClaw.Gateway.Learning;
using AutoClaw.Gateway.Models;
using AutoClaw.Gateway.Privacy;
using AutoClaw.Gateway.Responses;
using Microsoft.AspNetCore.Http;

namespace AutoClaw.Gateway.Relay;

/// <summary>
/// The hot path of a chat request, in its order: identify, read once, scan once, vote, decide, and hand over to a
/// <see cref="ChatExchange"/>. What is wrong with a request is told here, before any engine has heard of it.
/// </summary>
internal sealed class ChatRelay(SnapshotState state, RelayServices services, RecentRequests recent, ShadowQueue shadows, Challenge challenge)
{
    /// <summary>POST /v1/chat/completions, /v1/responses, /v1/messages and Gemini's methods.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        using var scope = new RequestScope(context, state.Current, services.Time);
        using var body = PooledBuffer.Rent();
        if (await PrepareAsync(scope, body, new DecisionTerms(Counts: true)).ConfigureAwait(false) is not { } envelope)
        {
            return;
        }

        if (scope.Decision.Allowed == 0)
        {
            if (IsForbidden(scope))
            {
                await Admission.RefusePrivateAsync(scope, scope.Decision.Missing).ConfigureAwait(false);
                return;
            }

            await RefuseAsync(scope, 400, "no_capable_engine", null, NoEngine(scope, envelope)).ConfigureAwait(false);
            return;
        }

        if (ShadowSampler.Wants(scope, envelope))
        {
            scope.Copy = new AnswerCopy();
        }

        using var exchange = new ChatExchange(scope, envelope, services);
        await exchange.RunAsync().ConfigureAwait(false);

        // The client has its answer: from here on nobody waits.
        recent.Add(scope, envelope);
        challenge.Observe(scope, envelope);
        if (ShadowSampler.JobOf(scope, envelope) is { } job)
        {
            shadows.Add(job);
        }
    }

    /// <summary>POST /v1/route: the same way up to the decision, which is the answer.</summary>
    public async Task ExplainAsync(HttpContext context)
    {
        using var scope = new RequestScope(context, state.Current, services.Time);
        using var body = PooledBuffer.Rent();
        if (await PrepareAsync(scope, body, new DecisionTerms(Counts: false)).ConfigureAwait(false) is { } envelope)
        {
            scope.WriteHeaders(null, null);
            await RouteAnswer.WriteAsync(scope, envelope).ConfigureAwait(false);
        }
    }

    /// <summary>Decides without a request: what <c>autoclaw route</c> does when no gateway runs.</summary>
    internal static Decision Decide(
        GatewaySnapshot snapshot, RoutePlan plan, ChatEnvelope envelope, TimeProvider time, in DecisionTerms terms)
    {
        // Longer texts are clipped to this size, so the stack is enough.
        Span<byte> text = stackalloc byte[PromptText.MaxBytes];
        var facts = new RequestFacts(
            envelope.EstimatedInputTokens, envelope.MaxOutputTokens, envelope.Tools > 0, envelope.HasImage, envelope.HasJsonSchema)
        {
            VendorToolsOf = envelope.VendorTool is null ? null : envelope.Wire,
        };
        return Router.Decide(
            plan, facts, InputOf(envelope, text), snapshot.Model, time,
            plan.Controller is { WeighsCost: true } || terms.Stay is not null ? terms with { Prices = snapshot.PricesOf(plan, time.GetUtcNow()) } : terms);
    }

    /// <summary>What a router model reads of a request. The text lies in <paramref name="text"/>, <see cref="PromptText.MaxBytes"/> long.</summary>
    internal static RouterInput InputOf(ChatEnvelope envelope, Span<byte> text) => new()
    {
        Text = text[..PromptText.CopyLastUser(envelope, text)],
        TextBytes = PromptText.ClippedLastUserBytes(envelope),
        Turns = Math.Max(1, envelope.UserTurns),
        Tools = envelope.Tools,
        ConversationBytes = envelope.TextBytes,
    };

    /// <summary>Null if the request has been refused.</summary>
    private async ValueTask<ChatEnvelope?> PrepareAsync(RequestScope scope, PooledBuffer body, DecisionTerms terms)
    {
        if (!await Admission.AdmitAsync(scope, body, takesSlot: terms.Counts).ConfigureAwait(false) || !await Admission.TakePatienceAsync(scope).ConfigureAwait(false)
            || !await Admission.TakeLabelsAsync(scope).ConfigureAwait(false))
        {
            return null;
        }

        if (scope.Context.Request.Headers.TryGetValue(RelayHeaders.Aim, out var aim))
        {
            if (!AimOverride.TryParse(aim.ToString(), out var wanted))
            {
                await RefuseAsync(scope, 400, "invalid_aim", RelayHeaders.Aim, $"The header {RelayHeaders.Aim} takes {AimOverride.Forms}.").ConfigureAwait(false);
                return null;
            }

            terms = terms with { Override = wanted };
        }

        if (!ClientDialect.Of(scope.Context.Request).Scan(scope.Context.Request, body.Memory, out var envelope, out var problem))
        {
            await RefuseAsync(scope, 400, problem!.Code, problem.Param, problem.Message).ConfigureAwait(false);
            return null;
        }

        if (!await Admission.TakeSubjectAsync(scope, services.Subjects, envelope!.Body.Slice(envelope.Subject.Start, envelope.Subject.Length)).ConfigureAwait(false))
        {
            return null;
        }

        if (scope.Snapshot.PlanOf(envelope.Model) is not { } plan)
        {
            await RefuseAsync(scope, 404, "model_not_found", "model", Admission.UnknownModel(envelope.Model)).ConfigureAwait(false);
            return null;
        }

        scope.Plan = plan;
        if (envelope.Responses is not null)
        {
            envelope = await ContinuedRequest.OpenAsync(scope, services, envelope).ConfigureAwait(false);
            if (envelope is null)
            {
                return null;
            }
        }

        if (RequestBounds.Check(envelope, scope.Snapshot.Options.Limits) is { } excess)
        {
            await RefuseAsync(scope, 400, excess.Code, excess.Param, excess.Message).ConfigureAwait(false);
            return null;
        }

        scope.Privacy = scope.Privacy.And(scope.Snapshot.LabelOf(plan.Name), "route").And(services.Private.Find(scope, envelope), "conversation");
        if (!await ContentPolicy.ApplyAsync(scope, services, envelope).ConfigureAwait(false))
        {
            return null;
        }

        if (!scope.Privacy.Label.IsOpen)
        {
            await services.Private.RememberAsync(scope, envelope, scope.Privacy.Label).ConfigureAwait(false);
        }

        terms = terms with { Privacy = scope.Privacy.Label, Barred = scope.Content?.Barred };
        if (plan.Threshold is not null || plan.HasPool)
        {
            scope.Conversation = ConversationKey.Of(scope, envelope);
        }

        if (plan.HasPool)
        {
            scope.Pool = new PoolTerms(
                scope.Caller, IsUnderWay(scope, envelope) ? services.Conversations.FindEngine(scope.Conversation!.Value) : null, envelope.EstimatedTokensBeforeLastUser);
        }

        if (plan.Threshold is not null)
        {
            terms = terms with { Stay = StayOf(scope, envelope), Busy = BusyEngines.Of(scope.Snapshot, plan, scope.Caller) };
        }

        if (envelope.OpaqueState.Raw.IsPresent)
        {
            terms = terms with { Maker = services.StateMakers.FindEngine(OpaqueStateKey.Of(scope.Snapshot, envelope)) };
        }

        scope.Decision = DrainedEngines.Skip(scope.Snapshot, Decide(scope.Snapshot, plan, envelope, services.Time, terms));
        return envelope;
    }

    // At least one of the route's engines might have answered, were the request open.
    private static bool IsForbidden(RequestScope scope)
    {
        var terms = new DecisionTerms(Counts: false) { Privacy = scope.Privacy.Label, Barred = scope.Content?.Barred };
        return Array.Exists(scope.Plan!.LocalFirst, candidate => !PrivacyPolicy.Permits(candidate, terms));
    }

    // First messages alone are no conversation yet: many begin with the same words. One that the client names is.
    private static bool IsUnderWay(RequestScope scope, ChatEnvelope envelope) =>
        envelope.UserTurns > 1 || envelope.ConversationId.Length > 0 || scope.Context.Request.Headers.ContainsKey(RelayHeaders.Conversation);

    private ConversationStay? StayOf(RequestScope scope, ChatEnvelope envelope) =>
        IsUnderWay(scope, envelope) && services.Conversations.Find(scope.Conversation!.Value) is { } place
            ? new ConversationStay(place, envelope.EstimatedTokensBeforeLastUser)
            : null;

    private static string NoEngine(RequestScope scope, ChatEnvelope envelope) => scope.Decision.Missing == "place"
        ? $"No engine of '{scope.Plan!.Name}' is of the place that {RelayHeaders.Aim} names. Leave the header out, or name another model."
        : scope.Decision.Missing == "context_length"
        ? $"The request is longer than any engine of '{scope.Plan!.Name}' takes. Shorten it, lower max_tokens, or add an engine with a larger context."
        : scope.Decision.Missing == CapabilityPolicy.VendorTools
        ? $"The tool '{envelope.VendorTool}' is its vendor's own, and no engine of '{scope.Plan!.Name}' has it. Leave it out, name an engine that speaks the request's API and has 'vendor_tools', or set 'lossy: allow' on the route."
        : $"No engine of '{scope.Plan!.Name}' can do what the request asks for ({scope.Decision.Missing}). Name another model, or add an engine that can.";

    private static Task RefuseAsync(RequestScope scope, int status, string code, string? param, string message)
    {
        scope.WriteHeaders(null, null);
        return ErrorWriter.WriteAsync(scope.Context, status, code, param, message);
    }
}
