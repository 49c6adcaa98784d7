using System.Globalization;
using AutoClaw.Core.Privacy;
using AutoClaw.Core.Wire;
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

    /// <summary>The same engine may answer in a moment: it was overloaded, broken, or could not be reached.</summary>
    public bool MayRetry { get; init; }

    /// <summary>It may be the key's fault alone, and the same engine can be asked at once with another one.</summary>
    public bool OtherKey { get; init; }

    /// <summary>It tells nothing of how well the engine works: it loads, or it was somebody else who ended the call.</summary>
    public bool IsNoVerdict { get; init; }

    /// <summary>Every other call would fail as well until somebody does something about it.</summary>
    public bool IsCertain { get; init; }

    /// <summary><see cref="RetryAfter"/> as a time; null where it names none, or a date.</summary>
    public TimeSpan? Wish => int.TryParse(RetryAfter, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? TimeSpan.FromSeconds(seconds) : null;

    /// <summary>True where the engine did no work that anybody would bill: it was never reached, or it refused.</summary>
    public bool CostsNothing { get; init; }

    /// <summary>
    /// What the engine said where the request is at fault: its code and field are the client's to act on, as with the engine alone.
    /// </summary>
    public EngineError? Told { get; init; }

    /// <summary>The engine's rules forbid an answer. Asking another one would be to go around them.</summary>
    public bool IsPolicy => Told is { Code: "content_filter" };

    public static EngineFailure Unreachable(string engine, string detail) => new(
        "engine_unreachable", 502, $"Engine '{engine}' can't be reached: {detail}. Check that it runs and that its base_url is right.")
    { CostsNothing = true, MayRetry = true, IsCertain = true };

    /// <summary>Its name leads out of the house.</summary>
    public static EngineFailure NotAtHome(string engine, string detail) => new(
        "engine_address_refused", 502, $"Engine '{engine}' was not asked: {detail}, and what is local may not be there. Correct its base_url, add the address to own_networks if it is yours, or write place: cloud.")
    { CostsNothing = true, IsCertain = true };

    /// <summary>The request's label, or what is in it, does not let it go there.</summary>
    public static EngineFailure Forbidden(string engine, string why) => new(
        "privacy_forbidden", 503, $"Engine '{engine}' may not have the request, which {why}.")
    { CostsNothing = true };

    public static EngineFailure AddressRefused(string engine, string detail) => new(
        "engine_address_refused", 502, $"Engine '{engine}' was not asked: {detail}, which no cloud has. Correct its base_url, or set private_network: true if its endpoint is in a private network.")
    { CostsNothing = true, IsCertain = true };

    public static EngineFailure GateFull(string engine, int waiting, TimeSpan? wait) =>
        Busy($"Engine '{engine}' is busy and {waiting} requests wait for it already, which is as many as may.", wait);

    public static EngineFailure WaitTooLong(string engine, TimeSpan wait, TimeSpan limit) =>
        Busy($"Engine '{engine}' is busy: the wait would be about {wait.TotalSeconds:0.#} s, and the limit is {limit.TotalSeconds:0.###} s.", wait);

    public static EngineFailure WaitedTooLong(string engine, TimeSpan limit, TimeSpan? wait) =>
        Busy($"Engine '{engine}' is busy: the request has waited {limit.TotalSeconds:0.###} s for it, which is the limit.", wait);

    public static EngineFailure NotConnected(string engine, TimeSpan limit) =>
        Unreachable(engine, $"no connection within {limit.TotalSeconds:0.###} s");

    public static EngineFailure NotRunning(string engine, string problem) => new(
        "engine_not_running", 503, $"Engine '{engine}' is not running: {problem}.")
    { CostsNothing = true, IsNoVerdict = true };

    public static EngineFailure StillLoading(string engine, TimeSpan limit) =>
        NotRunning(engine, $"it was still loading its model after {limit.TotalSeconds:0.###} s");

    public static EngineFailure TimedOut(string engine, string what, TimeSpan limit) => new(
        "engine_timeout", 504, $"Engine '{engine}' sent no {what} within {limit.TotalSeconds:0.###} s.");

    /// <summary>The client's own limit, not the engine's.</summary>
    public static EngineFailure DeadlineExceeded(string engine, TimeSpan limit) => new(
        "deadline_exceeded", 504, $"Engine '{engine}' had not answered when the request's own time limit of {limit.TotalSeconds:0.###} s was over. Allow more, or name a faster model.")
    { MayTryNext = false, IsNoVerdict = true };

    /// <summary>The gateway stops, and the answer had its time to end.</summary>
    public static EngineFailure Stopping(string engine) => new(
        "gateway_stopping", 503, $"The gateway is being stopped, and engine '{engine}' was not done in the time that it leaves. Ask again.")
    { MayTryNext = false, IsNoVerdict = true, RetryAfter = "1" };

    /// <summary>By an administrator.</summary>
    public static EngineFailure Drained(string engine) => new(
        "engine_drained", 503, $"Engine '{engine}' takes no requests for now: it is being drained. Ask again later, or name another model.")
    { IsNoVerdict = true, CostsNothing = true };

    public static EngineFailure Malformed(string engine, string what) => new(
        "engine_malformed", 502, $"Engine '{engine}' sent {what}.")
    { MayRetry = true };

    public static EngineFailure BrokeOff(string engine) => new(
        "engine_broke_off", 502, $"Engine '{engine}' closed the connection before its answer was complete. What came before this is not all of it.")
    { MayRetry = true };

    public static EngineFailure ErrorEvent(string engine, string? message) => new(
        "engine_error", 502, $"Engine '{engine}' failed while answering: {message ?? "it gave no reason"}.")
    { MayRetry = true, Logged = $"Engine '{engine}' failed while answering." };

    /// <summary>Prompt and answer do not fit this engine; one with a larger context may take them.</summary>
    /// <param name="engine">Its id.</param>
    /// <param name="said">What it said of it, with its numbers.</param>
    public static EngineFailure ContextExceeded(string engine, string said) => new(
        "context_length_exceeded", 400, $"The request does not fit the context of engine '{engine}': {said} Shorten it, lower max_tokens, or give the engine a larger context.")
    { CostsNothing = true, Logged = $"The request does not fit the context of engine '{engine}'." };

    /// <summary>The engine would cut the prompt without a word, so it is not asked.</summary>
    /// <param name="engine">Its id.</param>
    /// <param name="needed">Tokens of prompt, estimated, and of the answer, as far as the client limits it.</param>
    /// <param name="context">Tokens that it takes.</param>
    /// <param name="enlarge">How it gets a larger context.</param>
    public static EngineFailure WouldTruncate(string engine, long needed, int context, string enlarge) => new(
        "context_length_exceeded", 400, $"The request needs about {needed} tokens, and engine '{engine}' takes {context}; it would cut off the rest without saying so, so it was not asked. Shorten it, lower max_tokens, or {enlarge}.")
    { CostsNothing = true, Logged = $"The request needs about {needed} tokens, and engine '{engine}' takes {context}." };

    /// <summary>The engine answered without having read all of the prompt.</summary>
    /// <param name="engine">Its id.</param>
    /// <param name="estimated">Tokens that the prompt was expected to have.</param>
    /// <param name="read">Tokens that the engine says it read.</param>
    /// <param name="context">Tokens that it takes.</param>
    /// <param name="enlarge">How it gets a larger context.</param>
    public static EngineFailure Truncated(string engine, long estimated, long read, int context, string enlarge) => new(
        "prompt_truncated", 502, $"Engine '{engine}' read {read} tokens of a prompt of about {estimated}, as its context of {context} is full: the answer is not to all of it. Shorten the request, or {enlarge}.");

    /// <summary>The request holds what the engine's wire has no place for; one that speaks the client's may take it.</summary>
    public static EngineFailure NotCarried(string engine, IReadOnlyList<string> fields) => new(
        "field_not_carried", 400, $"Engine '{engine}' speaks another API than the request, and that has no place for: {string.Join(", ", fields)}. Leave it out, name an engine that speaks the request's API, or set 'lossy: allow' on the route.")
    { CostsNothing = true, Told = new EngineError(null, Param: fields[0]) };

    /// <summary>The request can't be translated for the engine; one that speaks the client's wire may make something of it.</summary>
    public static EngineFailure NotReadable(string engine, EnvelopeProblem problem) => new(problem.Code, 400, problem.Message)
    {
        CostsNothing = true, Told = new EngineError(null, Param: problem.Param), Logged = $"The request can't be translated for engine '{engine}': {problem.Param}.",
    };

    public static EngineFailure Loading(string engine) => new(
        "engine_loading", 503, $"Engine '{engine}' is still loading its model. Try again in a moment.")
    { CostsNothing = true, IsNoVerdict = true, RetryAfter = "5" };

    public static EngineFailure QueueFull(string engine) => new(
        "engine_overloaded", 429, $"Engine '{engine}' has its queue full. Try again later.")
    { CostsNothing = true, MayRetry = true };

    // At least a second: a client that comes back at once only makes it worse.
    private static EngineFailure Busy(string message, TimeSpan? wait) => new("engine_queue_full", 429, message)
    {
        CostsNothing = true,
        RetryAfter = Math.Max(1, (long)Math.Ceiling((wait ?? TimeSpan.Zero).TotalSeconds)).ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>Reads an answer whose status is not 200.</summary>
    public static EngineFailure FromStatus(string engine, int status, EngineError error, string? retryAfter) => status switch
    {
        400 or 404 or 413 or 422 => new("engine_rejected", status, error.Message ?? $"Engine '{engine}' refused the request with status {status}.")
        {
            MayTryNext = false, EngineStatus = status, CostsNothing = true, Told = error, Logged = $"Engine '{engine}' refused the request with status {status}.",
        },
        401 or 403 => new("engine_auth_failed", 502, $"Engine '{engine}' did not accept its API key (status {status}). Check api_key in its configuration.")
        {
            EngineStatus = status, CostsNothing = true, IsCertain = true,
        },
        408 or 429 or 503 or 529 => new("engine_overloaded", status == 429 ? 429 : 503, $"Engine '{engine}' is overloaded (status {status}): {error.Message ?? "try again later"}.")
        {
            EngineStatus = status, CostsNothing = true, MayRetry = true, RetryAfter = retryAfter, Logged = $"Engine '{engine}' is overloaded (status {status}).",
        },
        >= 300 and < 400 => new("engine_malformed", 502, $"Engine '{engine}' redirects (status {status}); redirects are not followed. Put the final URL into base_url.")
        {
            EngineStatus = status, CostsNothing = true,
        },
        _ => new("engine_error", 502, $"Engine '{engine}' failed with status {status}: {error.Message ?? "it gave no reason"}.")
        {
            EngineStatus = status, CostsNothing = true, MayRetry = status >= 500, Logged = $"Engine '{engine}' failed with status {status}.",
        },
    };
}
