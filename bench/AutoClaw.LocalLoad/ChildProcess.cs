using System.Diagnostics;
using System.Text.RegularExpressions;

namespace AutoClaw.LocalLoad;

/// <summary>A process of this run that says where it listens; ended with it.</summary>
internal sealed class ChildProcess : IDisposable
{
    private readonly Process _process;

    private ChildProcess(Process process) => _process = process;

    /// <summary>What it said.</summary>
    public string Said { get; private set; } = "";

    public int Id => _process.Id;

    /// <summary>Processor time that it has used.</summary>
    public TimeSpan Cpu
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Starts it, and waits until a line of its output matches.</summary>
    public static async Task<ChildProcess> StartAsync(
        string program, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment, Regex until)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var child = new ChildProcess(new Process { StartInfo = start });
        var found = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        string? last = null;
        void Take(string? line)
        {
            last = line ?? last;
            if (line is not null && until.Match(line) is { Success: true } match)
            {
                found.TrySetResult(match.Groups[1].Value);
            }
        }

        child._process.EnableRaisingEvents = true;
        child._process.Exited += (_, _) => found.TrySetException(new InvalidOperationException($"{program} ended before it listened: {last}"));

        child._process.OutputDataReceived += (_, line) => Take(line.Data);
        child._process.ErrorDataReceived += (_, line) => Take(line.Data);
        child._process.Start();
        child._process.BeginOutputReadLine();
        child._process.BeginErrorReadLine();
        try
        {
            child.Said = await found.Task.WaitAsync(TimeSpan.FromMinutes(2));
            return child;
        }
        catch
        {
            child.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}
