namespace AutoClaw.Gateway.LlamaServer;

/// <summary>A moment of an owned llama-server. <see cref="Changed"/> completes when the next one comes.</summary>
internal sealed class ServerStatus(ServerPhase phase, string? problem = null, TimeSpan? retryIn = null)
{
    private readonly TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _wanted = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ServerPhase Phase { get; } = phase;

    /// <summary>Why it is not answering; null unless it failed.</summary>
    public string? Problem { get; } = problem;

    /// <summary>From the beginning of this moment to the next try; null unless it failed.</summary>
    public TimeSpan? RetryIn { get; } = retryIn;

    public Task Changed => _changed.Task;

    /// <summary>Completes when somebody asks for it in this moment.</summary>
    public Task Wanted => _wanted.Task;

    public void Want() => _wanted.TrySetResult();

    public void End() => _changed.TrySetResult();
}
