using System.Globalization;
using System.Net;
using AutoClaw.Core.Model;
using AutoClaw.Core.Privacy;
using AutoClaw.Core.Wire;
using AutoClaw.Gateway.Engines;
using AutoClaw.Gateway.LlamaServer;

namespace AutoClaw.Gateway.Relay;

/// <summary>What went wrong with a call to an engine, read from how it ended.</summary>
internal static class EngineFaults
{
    /// <summary>Null: an answer follows. Anything else is a failure before content, so another engine may answer.</summary>
    public static async Task<EngineFailure?> OfHeadAsync(EngineClient engine, HttpResponseMessage response, CancellationToken cancellation)
    {
        if (response.StatusCode == HttpStatusCode.OK)
        {
            var type = response.Content.Headers.ContentType?.MediaType;
            return type != "text/event-stream" ? Unasked(engine, $"'{engine.Secrets.Redact(type) ?? "no content type"}' where text/event-stream was asked for")
                : response.Content.Headers.ContentEncoding is { Count: > 0 } codings && codings.Any(coding => coding != "identity")
                    ? Unasked(engine, $"an answer in the coding '{engine.Secrets.Redact(string.Join(", ", codings))}', which was not asked for")
                : null;
        }

        return await RefusalAsync(engine, response, cancellation).ConfigureAwait(false);
    }

    private static EngineFailure Unasked(EngineClient engine, string what) => EngineFailure.Malformed(engine.Id, what) with { EngineStatus = 200 };

    /// <summary>What an answer whose status is not 200 means.</summary>
    public static async Task<EngineFailure> RefusalAsync(EngineClient engine, HttpResponseMessage response, CancellationToken cancellation)
    {
        var error = await EngineErrorBody.ReadAsync(response, cancellation).ConfigureAwait(false);
        var failure = engine.FailureOf((int)response.StatusCode, error, RetryAfterOf(response));
        return engine.Keys?.Judge(response.RequestMessage, failure) ?? failure;
    }

    /// <summary>How long the engine wants to be left alone, as <c>Retry-After</c> says it; null where it does not say.</summary>
    private static string? RetryAfterOf(HttpResponseMessage response) =>
        TimeOf(HeaderOf(response, "Retry-After"))
        ?? (long.TryParse(HeaderOf(response, "retry-after-ms"), NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
            ? Math.Ceiling(milliseconds / 1000.0).ToString(CultureInfo.InvariantCulture)
            : null);

    /// <summary>Of a wait that ended in <paramref name="error"/> although the client is still there.</summary>
    public static EngineFailure Of(EngineClient engine, AnswerReader? answer, Exception error, EngineDeadline deadline) => error switch
    {
        EngineNotRunningException down => down.Failure,
        EgressRefusedException refused => EngineFailure.Forbidden(engine.Id, refused.Why),
        OperationCanceledException when answer is null && engine.Server is { Status.Phase: ServerPhase.Loading } =>
            EngineFailure.StillLoading(engine.Id, deadline.Limit),

        // The client's handler has a limit of its own for connecting; ours has not fired then.
        OperationCanceledException when answer is null && !deadline.Token.IsCancellationRequested =>
            EngineFailure.NotConnected(engine.Id, engine.Options.ConnectTimeout),
        OperationCanceledException => EngineFailure.TimedOut(engine.Id, answer?.HasContent == true ? "further token" : "token", deadline.Limit),
        _ when answer is not null => EngineFailure.BrokeOff(engine.Id),
        HttpRequestException { HttpRequestError: HttpRequestError.ResponseEnded or HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded } =>
            EngineFailure.Malformed(engine.Id, "no valid HTTP answer"),
        _ => OfConnecting(engine, error),
    };

    /// <summary>By the client's limit or the gateway's end; null where it was neither.</summary>
    public static EngineFailure? Ended(EngineClient engine, EngineDeadline deadline) =>
        deadline.IsStopping ? EngineFailure.Stopping(engine.Id)
        : deadline.IsOverdue ? EngineFailure.DeadlineExceeded(engine.Id, deadline.Client.Whole ?? deadline.Client.FirstContent!.Value)
        : null;

    /// <summary>Of a call that had no answer at all, and no time limit ended it.</summary>
    private static EngineFailure OfConnecting(EngineClient engine, Exception error) => error.InnerException is AddressRefusedException refused
        ? engine.Place == Place.Local ? EngineFailure.NotAtHome(engine.Id, refused.Message) : EngineFailure.AddressRefused(engine.Id, refused.Message)
        : EngineFailure.Unreachable(engine.Id, error.InnerException?.Message ?? error.Message);

    // Clients get it, so it must be what it says: seconds or a date.
    private static string? TimeOf(string? value) =>
        double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds < int.MaxValue ? Math.Ceiling(seconds).ToString(CultureInfo.InvariantCulture)
        : DateTimeOffset.TryParseExact(value, "r", CultureInfo.InvariantCulture, DateTimeStyles.None, out _) ? value
        : null;

    private static string? HeaderOf(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;

    /// <summary>What a call used, as far as anybody knows.</summary>
    public static Usage UsageOf(ChatEnvelope envelope, AnswerReader? answer, EngineFailure? failure) => (answer, failure) switch
    {
        (not null, _) => answer.Usage,
        (null, { CostsNothing: true }) => default,

        // It had the prompt, and nobody knows what it made of it.
        _ => new Usage(envelope.EstimatedInputTokens, 0, 0, 0, Estimated: true),
    };
}
