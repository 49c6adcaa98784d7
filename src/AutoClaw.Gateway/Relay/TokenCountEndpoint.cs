using AutoClaw.Core.Wire;
using AutoClaw.Core.Wire.Anthropic;
using AutoClaw.Core.Wire.Gemini;
using Microsoft.AspNetCore.Http;

namespace AutoClaw.Gateway.Relay;

/// <summary>
/// POST /v1/messages/count_tokens and Gemini's countTokens: how long a prompt is, by the estimate that limits and reservations use.
/// </summary>
internal sealed class TokenCountEndpoint(SnapshotState state, RelayServices services)
{
    public async Task HandleAsync(HttpContext context)
    {
        using var scope = new RequestScope(context, state.Current, services.Time);
        using var body = PooledBuffer.Rent();
        if (!await Admission.AdmitAsync(scope, body).ConfigureAwait(false))
        {
            return;
        }

        scope.WriteHeaders(null, null);
        var target = GeminiPath.TargetOf(context.Request);
        ChatEnvelope? envelope;
        EnvelopeProblem? problem;
        var sound = target is null
            ? AnthropicRequestScanner.TryScanCount(body.Memory, out envelope, out problem)
            : GeminiRequestScanner.TryScanCount(body.Memory, target.Model, out envelope, out problem);
        if (!sound)
        {
            await ErrorWriter.WriteAsync(context, 400, problem!.Code, problem.Param, problem.Message).ConfigureAwait(false);
            return;
        }

        if (scope.Snapshot.PlanOf(envelope!.Model) is null)
        {
            await ErrorWriter.WriteAsync(context, 404, "model_not_found", "model", Admission.UnknownModel(envelope.Model)).ConfigureAwait(false);
            return;
        }

        using var answer = PooledBuffer.Rent();
        if (target is null)
        {
            AnthropicTokenCount.Write(answer, envelope.EstimatedInputTokens);
        }
        else
        {
            GeminiAnswers.WriteCount(answer, envelope.EstimatedInputTokens);
        }

        context.Response.Headers[RelayHeaders.Estimated] = "true";
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = answer.Length;
        await context.Response.BodyWriter.WriteAsync(answer.Memory, context.RequestAborted).ConfigureAwait(false);
    }
}
