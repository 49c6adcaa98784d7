using AutoClaw.FunctionalTests.Scripted;

namespace AutoClaw.FunctionalTests.Gone;

/// <summary>One client that leaves.</summary>
internal sealed class Drop(int number, GoneStage stage, bool stream)
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<long> _engineLeft = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private int _calls;

    /// <summary>What the request says, so that the engine knows whose it is.</summary>
    public string Id { get; } = $"drop-{number:00000}";

    public GoneStage Stage => stage;

    public bool Stream => stream;

    /// <summary>Every second one leaves with a TCP reset, the others in order.</summary>
    public bool Resets => number % 2 == 1;

    /// <summary>The engine is where the client shall leave.</summary>
    public Task Reached => _reached.Task;

    /// <summary>When the gateway has closed its connection to the engine, by the clock's timestamp.</summary>
    public Task<long> EngineLeft => _engineLeft.Task;

    /// <summary>Counts a call made for it.</summary>
    public int CountCall() => Interlocked.Increment(ref _calls);

    /// <summary>The engine is where the client shall leave, with its answer to <paramref name="request"/>.</summary>
    public void Reach(ReceivedRequest request)
    {
        if (_reached.TrySetResult())
        {
            _ = WatchAsync(request);
        }
    }

    private async Task WatchAsync(ReceivedRequest request)
    {
        await request.PeerLeft;
        _engineLeft.TrySetResult(TimeProvider.System.GetTimestamp());
    }
}
