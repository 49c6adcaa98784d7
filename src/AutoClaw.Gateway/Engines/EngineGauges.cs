using System.Globalization;

namespace AutoClaw.Gateway.Engines;

/// <summary>The names under which an engine's Prometheus endpoint tells its load.</summary>
/// <param name="Path">From the server's root.</param>
/// <param name="Running">Requests that it works on.</param>
/// <param name="Waiting">Requests in its queue.</param>
/// <param name="KvUsage">Share of the KV cache in use; null where it has no such figure.</param>
internal sealed record EngineGauges(string Path, string Running, string Waiting, string? KvUsage = null)
{
    /// <summary>The state with the figures in <paramref name="text"/>; those that are not there stay null.</summary>
    public EngineState Read(string text, EngineState state) => state with
    {
        Running = Sum(text, Running),
        Waiting = Sum(text, Waiting),
        KvUsage = KvUsage is null ? null : Largest(text, KvUsage),
    };

    // One server may serve several models or ranks, each with a series of its own.
    private static double? Sum(string text, string name) => Values(text, name) is { Count: > 0 } values ? values.Sum() : null;

    private static double? Largest(string text, string name) => Values(text, name) is { Count: > 0 } values ? values.Max() : null;

    private static List<double> Values(string text, string name)
    {
        var values = new List<double>();
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (line.StartsWith(name, StringComparison.Ordinal) && line.Length > name.Length && line[name.Length] is '{' or ' '
                && double.TryParse(ValueOf(line), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value))
            {
                values.Add(value);
            }
        }

        return values;
    }

    // After the labels, which may hold spaces; a timestamp may follow.
    private static ReadOnlySpan<char> ValueOf(ReadOnlySpan<char> line)
    {
        var labels = line.LastIndexOf('}');
        var rest = labels >= 0 ? line[(labels + 1)..].TrimStart() : line[(line.IndexOf(' ') + 1)..].TrimStart();
        var end = rest.IndexOf(' ');
        return end < 0 ? rest : rest[..end];
    }
}
