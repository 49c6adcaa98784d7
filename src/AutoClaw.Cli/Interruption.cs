namespace AutoClaw.Cli;

/// <summary>Ctrl-C and SIGTERM, as the command line hands them to a verb.</summary>
internal static class Interruption
{
    /// <summary>Completes when the user or the system asks to stop.</summary>
    public static Task WaitAsync(CancellationToken cancelled)
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        cancelled.Register(static state => ((TaskCompletionSource)state!).TrySetResult(), asked);
        return asked.Task;
    }
}
