namespace AutoClaw.Gateway.Relay;

/// <summary>Names of the headers that AutoClaw adds to answers, and of those it reads.</summary>
internal static class RelayHeaders
{
    public const string RequestId = "x-autoclaw-request-id";
    public const string Engine = "x-autoclaw-engine";
    public const string Place = "x-autoclaw-place";
    public const string Reason = "x-autoclaw-reason";
    public const string Score = "x-autoclaw-score";
    public const string Attempts = "x-autoclaw-attempts";

    /// <summary>
    /// A header of non-streaming answers. A stream's headers leave before its cost is known: with <see cref="Debug"/> it comes as the
    /// comment <c>: x-autoclaw-cost-usd USD</c> before the end marker. Absent where the price is unknown.
    /// </summary>
    public const string Cost = "x-autoclaw-cost-usd";

    /// <summary><c>true</c> on an answer that the built-in simulator made up.</summary>
    public const string Simulated = "x-autoclaw-simulated";

    /// <summary>Request header: what this request asks for in place of its route's aim; see <c>AimOverride</c>.</summary>
    public const string Aim = "x-autoclaw-aim";

    /// <summary>
    /// What became of a local answer that was to be checked: <c>kept</c>, <c>escalated</c> (the cloud answered), <c>committed</c> (it could not
    /// be held back longer), <c>fallback</c> (it did not pass, and the cloud failed). Absent where nothing was checked.
    /// </summary>
    public const string Verify = "x-autoclaw-verify";

    /// <summary>
    /// Fields of the request that the engine did not get, because its API has no place for them, separated by commas. Absent where it got
    /// everything.
    /// </summary>
    public const string Dropped = "x-autoclaw-dropped";

    /// <summary>
    /// Where the request may go, for example <c>local_only</c>. Of a request: what its client wants, who can only make it stricter. Of an answer:
    /// what held; absent where it might go anywhere.
    /// </summary>
    public const string Privacy = "x-autoclaw-privacy";

    /// <summary>Request header: whom the request is about, in the client's own words, so that it can be erased by them. Wins over the API's own field.</summary>
    public const string Subject = "x-autoclaw-subject";

    /// <summary>Request header: what the client calls the conversation, so that it stays where it is.</summary>
    public const string Conversation = "x-autoclaw-conversation";

    /// <summary><c>true</c> where a count of tokens is an estimate.</summary>
    public const string Estimated = "x-autoclaw-estimated";

    /// <summary>Request header: any value asks for <see cref="Timing"/>.</summary>
    public const string Debug = "x-autoclaw-debug";

    /// <summary>Milliseconds since the request came in, in the syntax of <c>Server-Timing</c>.</summary>
    public const string Timing = "x-autoclaw-timing";
}
