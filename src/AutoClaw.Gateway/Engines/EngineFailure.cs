using AutoClaw.Core.Wire.OpenAiChat;

namespace AutoClaw.Gateway.Engines;

/// <summary>Why an attempt did not end well, as a value: what the ledger keeps and what the client is told if nobody else can answer.</summary>
/// <param name="Code">Stable; listed in docs/errors.md.</param>
/// <param name="ClientStatus">The HTTP status that fits if this is the last word.</param>
/// <param name="Message">For the client: what happened and what to do.</param>
internal sealed record EngineFailure(string Code, int ClientStatus, string Message)
{
    /// <summary>The same for the log: without the engine's own words, which may repeat the prompt.</summary>
    public string Logged { get; init; } = Message;

    /// <summary>False: the request itself is at fault, and another engine would say the same.</summary>
    public bool MayTryNext { get; init; } = true;

    /// <summary>The engine's HTTP status; null if it never answered.</summary>
    public int? EngineStatus { get; init; }

    /// <summary>The engine's wish, passed on when it is the last word.</summary>
    public string? RetryAfter { get; init; }

    /// <summary>True where the engine did no work that anybody would bill: it was never reached, or it refused.</summary>
    public bool CostsNothing { get; init; }

    /// <summary>
    /// What the engine said where the request is at fault: its code and field are the client's to act on, as with the engine alone.
    /// </summary>
    public EngineError? Told { get; init; }

    public static EngineFailure Unreachable(string engine, string detail) => new(
        "engine_unreachable", 502, $"Engine '{engine}' can't be reached: {detail}. Check that it runs and that its base_url is right.")
    { CostsNothing = true };

    public static EngineFailure NotConnected(string engine, TimeSpan limit) =>
        Unreachable(engine, $"no connection within {limit.TotalSeconds:0.###} s");

    public static EngineFailure NotRunning(string engine, string problem) => new(
        "engine_not_running", 503, $"Engine '{engine}' is not running: {problem}.")
    { CostsNothing = true };

    public static EngineFailure TimedOut(string engine, string what, TimeSpan limit) => new(
        "engine_timeout", 504, $"Engine '{engine}' sent no {what} within {limit.TotalSeconds:0.###} s.");

    public static EngineFailure Malformed(string engine, string what) => new(
        "engine_malformed", 502, $"Engine '{engine}' sent {what}.");

    public static EngineFailure BrokeOff(string engine) => new(
        "engine_broke_off", 502, $"Engine '{engine}' closed the connection before its answer was complete. What came before this is not all of it.");

    public static EngineFailure ErrorEvent(string engine, string? message) => new(
        "engine_error", 502, $"Engine '{engine}' failed while answering: {message ?? "it gave no reason"}.")
    { Logged = $"Engine '{engine}' failed while answering." };

    /// <summary>Reads an answer whose status is not 200.</summary>
    public static EngineFailure FromStatus(string engine, int status, EngineError error, string? retryAfter) => status switch
    {
        400 or 404 or 413 or 422 => new("engine_rejected", status, error.Message ?? $"Engine '{engine}' refused the request with status {status}.")
        {
            MayTryNext = false, EngineStatus = status, CostsNothing = true, Told = error, Logged = $"Engine '{engine}' refused the request with status {status}.",
        },
        401 or 403 => new("engine_auth_failed", 502, $"Engine '{engine}' did not accept its API key (status {status}). Check api_key in its configuration.")
        {
            EngineStatus = status, CostsNothing = true,
        },
        408 or 429 or 503 or 529 => new("engine_overloaded", status == 429 ? 429 : 503, $"Engine '{engine}' is overloaded (status {status}): {error.Message ?? "try again later"}.")
        {
            EngineStatus = status, CostsNothing = true, RetryAfter = retryAfter, Logged = $"Engine '{engine}' is overloaded (status {status}).",
        },
        >= 300 and < 400 => new("engine_malformed", 502, $"Engine '{engine}' redirects (status {status}); redirects are not followed. Put the final URL into base_url.")
        {
            EngineStatus = status, CostsNothing = true,
        },
        _ => new("engine_error", 502, $"Engine '{engine}' failed with status {status}: {error.Message ?? "it gave no reason"}.")
        {
            EngineStatus = status, CostsNothing = true, Logged = $"Engine '{engine}' failed with status {status}.",
        },
    };
}
