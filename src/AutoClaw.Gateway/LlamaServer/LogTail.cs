using System.Text.RegularExpressions;

namespace AutoClaw.Gateway.LlamaServer;

/// <summary>The last lines that a llama-server wrote, and what they say of its end. Bounded, however long it runs.</summary>
internal sealed partial class LogTail
{
    private const int Kept = 200;
    private const int LongestLine = 2000;

    private readonly Lock _gate = new();
    private readonly Queue<string> _lines = new(Kept);

    public void Add(string line)
    {
        lock (_gate)
        {
            if (_lines.Count == Kept)
            {
                _lines.Dequeue();
            }

            _lines.Enqueue(line.Length > LongestLine ? line[..LongestLine] : line);
        }
    }

    public IReadOnlyList<string> Lines()
    {
        lock (_gate)
        {
            return [.. _lines];
        }
    }

    /// <summary>Why it ended: the first error among the last lines, because those after it are its consequences; else the last line.</summary>
    public string Problem(int exitCode)
    {
        var lines = Lines();
        var error = lines.FirstOrDefault(l => ErrorLine().IsMatch(l)) ?? lines.LastOrDefault(l => l.Contains("error", StringComparison.OrdinalIgnoreCase));
        var said = error ?? lines.LastOrDefault(l => !string.IsNullOrWhiteSpace(l));
        return exitCode switch
        {
            // 128 + SIGKILL, as a shell reports it: the usual sender is the system, when memory is used up.
            137 => "it was killed (signal 9); if nobody did that, the system ran out of memory: use a smaller model or less context_tokens",
            139 => "it crashed (signal 11)",
            _ when said is null => $"it ended with exit code {exitCode} and said nothing",
            _ => $"it ended with exit code {exitCode}: {Prefix().Replace(said, string.Empty).Trim()}",
        };
    }

    [GeneratedRegex(@"^[\d.]+ E ")]
    private static partial Regex ErrorLine();

    [GeneratedRegex(@"^[\d.]+ [A-Z] ")]
    private static partial Regex Prefix();
}
