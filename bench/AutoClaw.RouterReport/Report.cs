using System.Globalization;
using AutoClaw.Core.Routing.Training;
using AutoClaw.Core.Verify.Training;

namespace AutoClaw.RouterReport;

/// <summary>Measures everything, then writes the plots and the page's marked parts. Nothing is written before all is measured.</summary>
internal static class Report
{
    /// <returns>What went wrong; null if all was written.</returns>
    public static string? Write(ReportOptions options, TimeProvider time, Action<string> progress)
    {
        if (!Directory.Exists(options.Training))
        {
            return $"{options.Training}: no such folder. --shared names the folder with router-data.";
        }

        var training = Dataset.Read([options.Training]);
        var mtBench = Dataset.Read([options.MtBench]);
        var recorded = RecordedQuestions.Read(options.Recorded);
        if (training.Errors.Concat(mtBench.Errors).Concat(recorded.Errors).FirstOrDefault() is { } error)
        {
            return error.ToString();
        }

        if (!File.Exists(options.Document))
        {
            return $"{options.Document}: no such file.";
        }

        // Before the minutes of measuring: a page without a part's place can't take it.
        var page = File.ReadAllText(options.Document);
        if (MarkedDocument.Fill(page, Parts.Names.ToDictionary(n => n, _ => ""), out var problem) is null)
        {
            return $"{options.Document}: {problem}";
        }

        var measured = Measurements.Take(training, mtBench, recorded, options, progress);
        var links = WritePlots(options, measured);
        var run = string.Create(
            CultureInfo.InvariantCulture,
            $"Measured {time.GetUtcNow():yyyy-MM-dd} with seed {options.Seed} and {options.Resamples} bootstrap resamples of keys.");
        var data = $"{run} {DataFiles.Table(options, training)}";
        AtomicFile.Write(options.Document, MarkedDocument.Fill(page, Parts.Of(measured, data, links), out _)!);
        progress($"wrote {options.Document}");
        return null;
    }

    private static List<string> WritePlots(ReportOptions options, Measurements measured)
    {
        Protocol[] protocols = [measured.ByKey, measured.ByDomain, measured.BySource];
        var links = new List<string>();
        void Add(string source, (string, QualityCurves)[] lines)
        {
            AtomicFile.Write(Path.Combine(options.Plots, $"{source}.svg"), QualityPlot.Svg(source, lines));
            links.Add($"![{source}]({Path.GetFileName(options.Plots.TrimEnd('/'))}/{source}.svg)");
        }

        foreach (var source in measured.ByKey.Curves.Select(c => c.Source))
        {
            Add(source, [.. protocols.Select(p => (p.Name, p.Curves.Single(c => c.Source == source)))]);
        }

        foreach (var curves in measured.MtBench.Curves.Where(c => c.Source != Evaluation.Pooled))
        {
            Add(curves.Source, [(measured.MtBench.Name, curves)]);
        }

        return links;
    }
}
