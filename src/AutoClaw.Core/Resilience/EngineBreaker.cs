namespace AutoClaw.Core.Resilience;

/// <summary>
/// Keeps calls from an engine that fails, so that nobody waits for what is known: open after a failure that says that every call would fail,
/// or after three in a row, for a time that doubles; then one call finds out. Any number of threads; no lock.
/// </summary>
/// <remarks>It says no more than "the others first": an engine whose breaker is open is asked where nobody else can answer.</remarks>
/// <param name="time">The clock.</param>
public sealed class EngineBreaker(TimeProvider time)
{
    /// <summary>Failures in a row that open it.</summary>
    public const int Failures = 3;

    /// <summary>The first time that it stays open. As often as a ready engine is watched: one call in so long finds out whether it is back.</summary>
    public static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(5);

    /// <summary>The longest, also where an engine asks for more.</summary>
    public static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    // Ticks of the clock since it was made, plus one; 0: closed.
    private long _openUntil;
    private int _failures;
    private int _openings;

    // 1 while a call finds out.
    private int _finding;

    private readonly long _made = time.GetTimestamp();

    /// <summary>It is to be asked after all others.</summary>
    public bool IsOpen => Volatile.Read(ref _openUntil) is not 0 and var until && Now() < until;

    /// <summary>How much longer it is open; null where it is not.</summary>
    public TimeSpan? OpenFor => Volatile.Read(ref _openUntil) is not 0 and var until && until - Now() is > 0 and var left ? TimeSpan.FromTicks(left) : null;

    /// <summary>
    /// True where a call may go out: it is closed, or this is the one call that finds out whether the engine is back. Such a call need not
    /// say how it ended: after another pause the next one may.
    /// </summary>
    public bool TryEnter()
    {
        var until = Volatile.Read(ref _openUntil);
        if (until == 0)
        {
            return true;
        }

        var now = Now();
        if (now < until || Interlocked.CompareExchange(ref _openUntil, now + Pause(Volatile.Read(ref _openings)).Ticks, until) != until)
        {
            return false;
        }

        Volatile.Write(ref _finding, 1);
        return true;
    }

    /// <summary>The engine has answered, be it with a refusal of the request.</summary>
    /// <returns>True if it was not closed before.</returns>
    public bool Succeeded()
    {
        if (Volatile.Read(ref _failures) != 0)
        {
            Volatile.Write(ref _failures, 0);
        }

        if (Volatile.Read(ref _openUntil) == 0)
        {
            return false;
        }

        Volatile.Write(ref _openings, 0);
        return Interlocked.Exchange(ref _openUntil, 0) != 0;
    }

    /// <summary>A call has failed.</summary>
    /// <param name="isCertain">Every other call would fail as well: it can't be reached, or does not take the key.</param>
    /// <param name="wish">How long the engine wants to be left alone; null where it does not say.</param>
    /// <returns>True if it was closed before and is open now.</returns>
    public bool Failed(bool isCertain, TimeSpan? wish = null)
    {
        var failures = Interlocked.Increment(ref _failures);
        var until = Volatile.Read(ref _openUntil);
        if (until == 0 && !isCertain && wish is null && failures < Failures)
        {
            return false;
        }

        // Calls that were under way when it opened are no news.
        var found = Interlocked.Exchange(ref _finding, 0) != 0;
        if (until != 0 && Now() < until && !found && wish is null)
        {
            return false;
        }

        var openings = until == 0 ? 0 : Math.Min(Volatile.Read(ref _openings) + 1, 16);
        var pause = wish is { } asked && asked > TimeSpan.Zero ? asked : Pause(openings);
        Volatile.Write(ref _openings, openings);
        Volatile.Write(ref _failures, 0);
        return Interlocked.Exchange(ref _openUntil, Now() + (pause < LongestPause ? pause : LongestPause).Ticks) == 0;
    }

    private static TimeSpan Pause(int openings) =>
        FirstPause * Math.Pow(2, openings) is var pause && pause < LongestPause ? pause : LongestPause;

    private long Now() => time.GetElapsedTime(_made).Ticks + 1;
}
