using System.Globalization;
using System.Text;

namespace AutoClaw.FunctionalTests.Gone;

/// <summary>How long the gateway took to let go, by stage. Kept in the file that <c>AUTOCLAW_DROPS_REPORT</c> names.</summary>
internal sealed class DropReport(string title)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Stage, bool Stream), List<double>> _took = [];

    public void Add(GoneStage stage, bool stream, TimeSpan? took)
    {
        if (took is { } time)
        {
            lock (_lock)
            {
                _took.TryAdd((stage.Name, stream), []);
                _took[(stage.Name, stream)].Add(time.TotalMilliseconds);
            }
        }
    }

    /// <param name="more">What else there is to say.</param>
    public void Write(string more = "")
    {
        var text = new StringBuilder().AppendLine(CultureInfo.InvariantCulture, $"{title}{more}");
        text.AppendLine("| client leaves | streamed: median, longest ms | whole: median, longest ms | drops |").AppendLine("| --- | ---: | ---: | ---: |");
        foreach (var stage in GoneStages.All)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"| {stage.Name} | {Times(stage, true)} | {Times(stage, false)} | {Of(stage, true).Count + Of(stage, false).Count} |");
        }

        TestContext.Current.TestOutputHelper?.WriteLine(text.ToString());
        if (Environment.GetEnvironmentVariable("AUTOCLAW_DROPS_REPORT") is { } file)
        {
            File.AppendAllText(file, text.ToString());
        }
    }

    private List<double> Of(GoneStage stage, bool stream) => _took.GetValueOrDefault((stage.Name, stream)) ?? [];

    private string Times(GoneStage stage, bool stream)
    {
        var sorted = Of(stage, stream).Order().ToArray();
        return sorted.Length == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{sorted[sorted.Length / 2]:0.0}, {sorted[^1]:0.0}");
    }
}
