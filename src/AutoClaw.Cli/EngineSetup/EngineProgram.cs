using System.Diagnostics;

namespace AutoClaw.Cli.EngineSetup;

/// <summary>Asks a llama-server for its version, which is also the proof that it starts here.</summary>
internal static class EngineProgram
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <returns>The version, like <c>8121 (c8ad2a4)</c>; or why it does not start.</returns>
    public static async Task<(string? Version, string? Problem)> VersionAsync(string program, CancellationToken cancelled)
    {
        var (exitCode, lines, problem) = await RunAsync(program, ["--version"], new Dictionary<string, string>(), static _ => { }, Patience, cancelled);
        if (problem is not null)
        {
            return (null, problem);
        }

        const string Label = "version:";
        var version = lines.FirstOrDefault(line => line.StartsWith(Label, StringComparison.Ordinal))?[Label.Length..].Trim();
        return exitCode == 0 && version is not null ? (version, null)
            : (null, $"'{program} --version' ended with exit code {exitCode}: {lines.LastOrDefault(line => line.Trim().Length > 0) ?? "it said nothing"}");
    }

    /// <summary>Runs a program to its end.</summary>
    /// <returns>Its exit code and all that it said; or why it could not be run.</returns>
    public static async Task<(int ExitCode, List<string> Lines, string? Problem)> RunAsync(
        string program, string[] arguments, IReadOnlyDictionary<string, string> environment, Action<string> line, TimeSpan patience, CancellationToken cancelled)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = new Process { StartInfo = start };
        try
        {
            process.Start();
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            return (-1, [], $"{program} cannot be started: {error.Message}");
        }

        process.StandardInput.Close();
        var lines = new List<string>();
        using var late = new CancellationTokenSource(patience, TimeProvider.System);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancelled);
        try
        {
            await Task.WhenAll(ReadAsync(process.StandardOutput), ReadAsync(process.StandardError));
            await process.WaitForExitAsync(either.Token);
            return (process.ExitCode, lines, null);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            cancelled.ThrowIfCancellationRequested();
            return (-1, lines, $"{program} did not end within {patience.TotalSeconds} s");
        }

        async Task ReadAsync(StreamReader reader)
        {
            while (await reader.ReadLineAsync(either.Token) is { } text)
            {
                lock (lines)
                {
                    lines.Add(text);
                }

                line(text);
            }
        }
    }
}
