namespace AutoClaw.Cli.Download;

/// <summary>How one attempt at a download ended.</summary>
/// <param name="Problem">Null: the file is whole.</param>
/// <param name="Retry">Whether another attempt may go better.</param>
/// <param name="RetryAfter">How long the server asks to be left alone.</param>
internal sealed record AttemptOutcome(string? Problem, bool Retry = false, TimeSpan? RetryAfter = null)
{
    public static AttemptOutcome Whole { get; } = new((string?)null);

    public static AttemptOutcome Broken(string problem, TimeSpan? retryAfter = null) => new(problem, true, retryAfter);
}
