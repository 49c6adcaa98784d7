namespace AutoClaw.Gateway.Engines.Queue;

/// <summary>One call that waits. Whoever takes it out of the queue says how its wait ended; nobody else may.</summary>
/// <param name="caller">Whose it is.</param>
internal sealed class QueuedCall(Caller caller)
{
    // Continuations elsewhere: who hands a slot over is ending an exchange of its own.
    private readonly TaskCompletionSource<QueueEnd> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Caller Caller => caller;

    public Task<QueueEnd> Ended => _end.Task;

    public void End(QueueEnd end) => _end.SetResult(end);
}
