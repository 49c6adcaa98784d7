using AutoClaw.Gateway.Local;

namespace AutoClaw.Gateway.Engines.Detection;

/// <summary>Where detection looks. Hosts are no option: only this machine's loopback address is ever asked.</summary>
internal sealed record DetectionOptions
{
    public int OllamaPort { get; init; } = 11434;

    public int LmStudioPort { get; init; } = 1234;

    public int LlamaServerPort { get; init; } = 8080;

    public int VllmPort { get; init; } = 8000;

    /// <summary>For all probes together; they run at the same time. Under a second, so that a start never waits noticeably.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMilliseconds(800);

    /// <summary>Where pulled models are.</summary>
    public GgufStore Models { get; init; } = GgufStore.Default;

    /// <summary>Where keys and model names are looked up.</summary>
    public Func<string, string?> Environment { get; init; } = System.Environment.GetEnvironmentVariable;
}
