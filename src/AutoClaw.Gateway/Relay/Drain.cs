using Microsoft.Extensions.Hosting;

namespace AutoClaw.Gateway.Relay;

/// <summary>The end of the gateway: answers under way have <c>limits.drain</c> to end by themselves, then they are told.</summary>
internal sealed class Drain : IDisposable
{
    /// <summary>What telling them, and writing that down, may take at most.</summary>
    public static readonly TimeSpan LastWords = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _over = new();
    private readonly CancellationTokenRegistration _stopping;

    public Drain(IHostApplicationLifetime lifetime, SnapshotState state)
    {
        Over = _over.Token;
        _stopping = lifetime.ApplicationStopping.Register(() => _over.CancelAfter(state.Current.Options.Limits.Drain));
    }

    /// <summary>Answers that are still under way are to end.</summary>
    public CancellationToken Over { get; }

    public void Dispose()
    {
        _stopping.Dispose();
        _over.Dispose();
    }
}
