using System.Security.Cryptography;
using AutoClaw.Core.Routing.Training;

namespace AutoClaw.RouterReport;

/// <summary>Which data the page was made from.</summary>
internal static class DataFiles
{
    public static string Table(ReportOptions options, Dataset training)
    {
        var files = Directory.GetFiles(options.Training, "*.jsonl").Order(StringComparer.Ordinal).Append(options.MtBench).Append(options.Recorded);
        return $"{Markdown.Count(training.Rows.Count)} training rows.\n\n" + Markdown.Table(["file", ">bytes", "SHA-256"], files.Select(file => new[]
        {
            $"`{Path.GetRelativePath(options.Shared, file).Replace('\\', '/')}`",
            Markdown.Count(new FileInfo(file).Length),
            $"`{Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)))}`",
        }));
    }
}
