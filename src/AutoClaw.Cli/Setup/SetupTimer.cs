namespace AutoClaw.Cli.Setup;

/// <summary>Times one step from its own creation on.</summary>
internal sealed class SetupTimer(SetupStep step, TimeProvider time)
{
    private readonly DateTimeOffset _started = time.GetUtcNow();
    private readonly long _from = time.GetTimestamp();

    /// <param name="what">The engine's version or the model's name.</param>
    /// <param name="bytes">Fetched over the network in this run; null: nothing was, or unknown.</param>
    public SetupRecord Succeeded(string what, long? bytes = null) => End(what, bytes, ok: true);

    public SetupRecord Failed(string what) => End(what, bytes: null, ok: false);

    private SetupRecord End(string what, long? bytes, bool ok) =>
        new(step, what, _started, Math.Round(time.GetElapsedTime(_from).TotalSeconds, 3), bytes, ok);
}
