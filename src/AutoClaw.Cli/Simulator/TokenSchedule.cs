namespace AutoClaw.Cli.Simulator;

/// <summary>When each token of one answer is due, counted from the request.</summary>
internal struct TokenSchedule
{
    private readonly SimulatorServerOptions _options;
    private readonly TimeSpan _interval;
    private ulong _state;
    private TimeSpan _base;
    private TimeSpan _last;
    private bool _first = true;

    public TokenSchedule(SimulatorServerOptions options, ulong promptHash)
    {
        _options = options;
        _interval = options.TokensPerSecond > 0 ? TimeSpan.FromSeconds(1 / options.TokensPerSecond) : TimeSpan.Zero;
        _state = promptHash ^ options.Seed;
    }

    /// <summary>The time of the next token; never before the one before it.</summary>
    public TimeSpan Next()
    {
        var step = _first ? _options.Ttft : _interval;
        _first = false;
        _base += step;

        // Around the even pace, not added up: jitter must not change how long an answer takes.
        var due = _options.Jitter > 0 ? _base + (step * (_options.Jitter * ((2 * SimulatedText.NextUnit(ref _state)) - 1))) : _base;
        return _last = due > _last ? due : _last;
    }
}
