using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using AutoClaw.FunctionalTests.Fixtures;

namespace AutoClaw.FunctionalTests.Verbs;

/// <summary>The command line as a process of its own, in a folder of its own, without this machine's keys or data.</summary>
internal sealed class CliProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;

    private CliProcess(Process process) => _process = process;

    public Recorded<string> Output { get; } = new("line of output");

    public Recorded<string> Errors { get; } = new("line of error output");

    public string OutputText => string.Join('\n', Output.Items);

    public string ErrorText => string.Join('\n', Errors.Items);

    /// <summary>Starts <c>autoclaw</c> with <paramref name="arguments"/>.</summary>
    public static CliProcess Start(CliFolder folder, params string[] arguments) =>
        Start(folder, Path.Combine(AppContext.BaseDirectory, "autoclaw"), arguments, null);

    /// <summary>Starts any program.</summary>
    public static CliProcess StartProgram(CliFolder folder, string program, params string[] arguments) => Start(folder, program, arguments, null);

    /// <summary>Runs it to its end.</summary>
    public static async Task<CliResult> RunAsync(CliFolder folder, params string[] arguments)
    {
        await using var process = Start(folder, arguments);
        return await process.WaitAsync();
    }

    /// <summary>Runs any program to its end; <paramref name="input"/> is its standard input.</summary>
    public static async Task<CliResult> RunAsync(CliFolder folder, string program, string[] arguments, string? input = null)
    {
        await using var process = Start(folder, program, arguments, input);
        return await process.WaitAsync();
    }

    public void Signal(string signal)
    {
        using var kill = Process.Start("kill", [signal, _process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    /// <param name="limit">A minute without it.</param>
    public async Task<CliResult> WaitAsync(TimeSpan? limit = null)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(limit ?? Patience);
        await _process.WaitForExitAsync(patience.Token);
        return new CliResult(_process.ExitCode, OutputText, ErrorText);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private static CliProcess Start(CliFolder folder, string program, string[] arguments, string? input)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach (var (name, value) in folder.Environment)
        {
            if (value is null)
            {
                start.Environment.Remove(name);
            }
            else
            {
                start.Environment[name] = value;
            }
        }

        var process = new CliProcess(new Process { StartInfo = start });
        process._process.OutputDataReceived += (_, line) => Add(process.Output, line.Data);
        process._process.ErrorDataReceived += (_, line) => Add(process.Errors, line.Data);
        process._process.Start();
        process._process.BeginOutputReadLine();
        process._process.BeginErrorReadLine();
        if (input is not null)
        {
            process._process.StandardInput.Write(input);
        }

        process._process.StandardInput.Close();
        return process;
    }

    private static void Add(Recorded<string> lines, string? line)
    {
        if (line is not null)
        {
            lines.Add(line);
        }
    }
}
