using AutoClaw.Core.Model;
using AutoClaw.Core.Routing.Tuning;
using AutoClaw.Gateway.Ledger;
using AutoClaw.Gateway.Observability;
using AutoClaw.Gateway.Relay;
using Microsoft.AspNetCore.Http;

namespace AutoClaw.Gateway.Learning;

/// <summary>POST /v1/feedback: a user's rating of a recent answer becomes a label in the ledger.</summary>
internal sealed class FeedbackEndpoint(SnapshotState state, RelayServices services, RecentRequests recent)
{
    private const string Judge = "user";

    public async Task HandleAsync(HttpContext context)
    {
        using var scope = new RequestScope(context, state.Current, services.Time);
        using var body = PooledBuffer.Rent();
        if (!await Admission.AdmitAsync(scope, body).ConfigureAwait(false))
        {
            return;
        }

        if (Feedback.Read(body.Memory, out var param, out var problem) is not { } feedback)
        {
            await RefuseAsync(scope, 400, "invalid_feedback", param, problem).ConfigureAwait(false);
            return;
        }

        if (recent.Find(feedback.RequestId, scope.KeyId) is not { } request)
        {
            await RefuseAsync(
                scope, 404, "request_not_found", "request_id",
                $"No answered request with this id and your key is among the last {RecentRequests.Kept} since the gateway started. Send the x-autoclaw-request-id of a recent answer, with the key that asked for it.").ConfigureAwait(false);
            return;
        }

        try
        {
            await services.Ledger.LabelAsync(ToLabel(feedback, request, scope.ReceivedAt)).ConfigureAwait(false);
        }
        catch (LedgerException error)
        {
            services.Log.LedgerFailed(scope.RequestId, error);
            await RefuseAsync(scope, 503, error.Code, null, "The ledger can't be written, so the feedback is not kept. Send it again later.").ConfigureAwait(false);
            return;
        }

        scope.WriteHeaders(null, null);
        context.Response.StatusCode = StatusCodes.Status202Accepted;
        await context.Response.WriteAsJsonAsync(
            new FeedbackAnswer("feedback", feedback.RequestId, feedback.Rating), FeedbackAnswer.Json, context.RequestAborted).ConfigureAwait(false);
    }

    // A rating is of the answer that was given; the other place's is not known.
    private static Label ToLabel(Feedback feedback, RecentRequest request, DateTimeOffset at)
    {
        var local = request.Place == Place.Local;
        var worth = (feedback.Rating + 1) / 2;
        return new Label
        {
            RequestId = request.RequestId,
            Judge = Judge,
            At = at,
            KeyId = request.KeyId,
            Subject = request.Subject,
            Route = request.Route,
            LocalEngine = local ? request.Engine : null,
            CloudEngine = local ? null : request.Engine,
            LocalScore = local ? worth : null,
            CloudScore = local ? null : worth,
            Comment = feedback.Comment,
            Score = request.Score,
            Features = PromptFeaturesCodec.Write(request.Features),
            Text = request.Text,
        };
    }

    private static Task RefuseAsync(RequestScope scope, int status, string code, string? param, string message)
    {
        scope.WriteHeaders(null, null);
        return ErrorWriter.WriteAsync(scope.Context, status, code, param, message);
    }
}
