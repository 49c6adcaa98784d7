using System.Runtime.InteropServices;

namespace AutoClaw.Cli;

/// <summary>
/// Ctrl-C and SIGTERM as a cancellation token, so that a verb can end in order. The second one ends the process the hard way.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _asked = new();
    private readonly PosixSignalRegistration[] _registrations;

    /// <summary>From here on the signals do not end the process by themselves.</summary>
    public Interruption() =>
        _registrations = [PosixSignalRegistration.Create(PosixSignal.SIGINT, Take), PosixSignalRegistration.Create(PosixSignal.SIGTERM, Take)];

    public CancellationToken Token => _asked.Token;

    /// <summary>Completes when the user or the system asks to stop.</summary>
    public static Task WaitAsync(CancellationToken cancelled)
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        cancelled.Register(static state => ((TaskCompletionSource)state!).TrySetResult(), asked);
        return asked.Task;
    }

    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }

        _asked.Dispose();
    }

    private void Take(PosixSignalContext signal)
    {
        signal.Cancel = !_asked.IsCancellationRequested;
        _asked.Cancel();
    }
}
