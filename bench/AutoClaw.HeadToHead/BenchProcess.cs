using System.Diagnostics;
using System.Text.Json;

namespace AutoClaw.HeadToHead;

/// <summary>One run of <c>autoclaw bench</c> as a process of its own.</summary>
internal static class BenchProcess
{
    /// <summary>Its report.</summary>
    public static async Task<JsonElement> RunAsync(string cli, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [cli, "bench", .. arguments, "--json"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"autoclaw bench ended with {process.ExitCode}: {await errors}");
        }

        using var document = JsonDocument.Parse(output);
        return document.RootElement.Clone();
    }

    public static JsonElement Row(JsonElement report, string key) => report.GetProperty("rows").EnumerateArray().Single(row => row.GetProperty("key").GetString() == key);

    public static string? Winner(JsonElement report, string key) => Row(report, key).GetProperty("verdict").GetProperty("winner").GetString();

    public static (double Estimate, double Low, double High) Figure(JsonElement report, string key, string engine) => Interval(
        Row(report, key).GetProperty("cells").EnumerateArray().Single(cell => cell.GetProperty("engine").GetString() == engine).GetProperty("value"));

    /// <summary>How many times as large the winner's figure is as the other's.</summary>
    public static (double Estimate, double Low, double High) Effect(JsonElement report, string key) => Interval(Row(report, key).GetProperty("verdict").GetProperty("effect"));

    private static (double Estimate, double Low, double High) Interval(JsonElement value) =>
        (value.GetProperty("estimate").GetDouble(), value.GetProperty("low").GetDouble(), value.GetProperty("high").GetDouble());
}
