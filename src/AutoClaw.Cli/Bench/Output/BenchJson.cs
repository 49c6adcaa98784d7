using System.Text.Json;
using System.Text.Json.Serialization;
using AutoClaw.Core.Benchmark.Metrics;
using AutoClaw.Core.Benchmark.Report;

namespace AutoClaw.Cli.Bench.Output;

/// <summary>A run's files: the report as one object, the calls as one line each.</summary>
internal static class BenchJson
{
    // A report has a page of figures; far more is another file.
    private const long LongestReport = 64 * 1024 * 1024;

    private static readonly JsonSerializerOptions Lines = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DictionaryKeyPolicy = JsonNamingPolicy.SnakeCaseLower,
        RespectNullableAnnotations = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower), new IntervalConverter(), new MoneyConverter() },
    };

    private static readonly JsonSerializerOptions Indented = new(Lines) { WriteIndented = true };

    public static string Write(BenchReport report) => JsonSerializer.Serialize(report, Indented);

    /// <summary>Changes between two runs, in the form of the report.</summary>
    public static string Write(IReadOnlyList<ReportChange> changes) => JsonSerializer.Serialize(changes, Indented);

    public static string WriteLine(BenchCall call) => JsonSerializer.Serialize(call, Lines);

    /// <summary>Null after setting <paramref name="problem"/>.</summary>
    public static BenchReport? Read(string file, out string? problem)
    {
        try
        {
            if (new FileInfo(file) is { Exists: true, Length: > LongestReport })
            {
                problem = $"{file}: too large for a report of 'autoclaw bench'.";
                return null;
            }

            var report = JsonSerializer.Deserialize<BenchReport>(File.ReadAllText(file), Indented);
            problem = report is null ? $"{file}: not a report of 'autoclaw bench'."
                : report.Version > BenchReport.CurrentVersion ? $"{file}: written by a newer version (form {report.Version}); this one reads up to {BenchReport.CurrentVersion}."
                : null;
            return problem is null ? report : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problem = e.Message;
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            problem = $"{file}: not a report of 'autoclaw bench' ({e.Message})";
        }

        return null;
    }
}
