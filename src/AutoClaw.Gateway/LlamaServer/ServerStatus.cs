namespace AutoClaw.Gateway.LlamaServer;

/// <summary>A moment of an owned llama-server. <see cref="Changed"/> completes when the next one comes.</summary>
internal sealed class ServerStatus(ServerPhase phase, string? problem = null, TimeSpan? retryIn = null)
{
    private readonly TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ServerPhase Phase { get; } = phase;

    /// <summary>Why it is not answering; null unless it failed.</summary>
    public string? Problem { get; } = problem;

    /// <summary>From the beginning of this moment to the next try; null unless it failed.</summary>
    public TimeSpan? RetryIn { get; } = retryIn;

    public Task Changed => _changed.Task;

    public void End() => _changed.TrySetResult();
}
