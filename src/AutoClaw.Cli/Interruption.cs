namespace AutoClaw.Cli;

/// <summary>Ctrl-C and SIGTERM, as the command line hands them to a verb.</summary>
internal static class Interruption
{
    /// <summary>
    /// Awaited first by a verb that ends on a signal. The command line waits for a verb only once it has its task, so one that got far
    /// without leaving its first call would be cut off with exit code 130 by a signal that comes right then.
    /// </summary>
    public static async Task BeReadyAsync() => await Task.Yield();

    /// <summary>Completes when the user or the system asks to stop.</summary>
    public static Task WaitAsync(CancellationToken cancelled)
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        cancelled.Register(static state => ((TaskCompletionSource)state!).TrySetResult(), asked);
        return asked.Task;
    }
}
