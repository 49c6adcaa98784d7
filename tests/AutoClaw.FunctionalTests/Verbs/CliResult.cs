using System.Text.Json;

namespace AutoClaw.FunctionalTests.Verbs;

/// <summary>How a process ended and what it said.</summary>
internal sealed record CliResult(int ExitCode, string Output, string Errors)
{
    /// <summary>The output as JSON, after it ended well.</summary>
    public JsonElement Json()
    {
        Assert.True(ExitCode == 0, $"exit code {ExitCode}: {Errors}");
        using var document = JsonDocument.Parse(Output);
        return document.RootElement.Clone();
    }
}
