using AutoClaw.Gateway.Options;

namespace AutoClaw.Cli.Simulator;

/// <summary>What the simulator pretends to be. With the defaults it answers at once, as fast as it can.</summary>
internal sealed record SimulatorServerOptions
{
    /// <summary>The model name where nothing else is said; the word "simulated" is in it so that nobody takes it for a model.</summary>
    public const string DefaultModel = "simulated-local";

    /// <summary>The port on the IPv4 loopback interface; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>The name in <c>/v1/models</c> and in every answer, whatever the client asked for.</summary>
    public string Model { get; init; } = DefaultModel;

    /// <summary>From the request read to the first token sent.</summary>
    public TimeSpan Ttft { get; init; }

    /// <summary>Pace after the first token; 0: the whole answer in one write.</summary>
    public double TokensPerSecond { get; init; }

    /// <summary>Length of a text answer when the client sets no lower limit; at least 1.</summary>
    public int OutputTokens { get; init; } = 64;

    /// <summary>How far waits vary, as a share of each: 0.2 makes 60 ms anything from 48 to 72 ms. 0 to 1.</summary>
    public double Jitter { get; init; }

    /// <summary>Fixes the jitter: one seed and one prompt give the same waits.</summary>
    public ulong Seed { get; init; }

    /// <summary>The key to demand; null lets everybody in.</summary>
    public string? ApiKey { get; init; }

    /// <summary>How every request goes wrong; null: none does.</summary>
    public SimulatorFault? Fault { get; init; }

    /// <summary>True lets one prompt choose its fault with <c>[[fail:MODE]]</c>. For tests: off, a prompt is only text.</summary>
    public bool FaultMarkers { get; init; }

    public int EmbeddingDimensions { get; init; } = 256;

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The options of a configured engine of <c>kind: simulator</c>, on a free port.</summary>
    public static SimulatorServerOptions From(EngineOptions engine) => new()
    {
        Model = engine.Model,
        ApiKey = engine.ApiKey,
        Ttft = engine.Simulator?.Ttft ?? TimeSpan.Zero,
        TokensPerSecond = engine.Simulator?.TokensPerSecond ?? 0,
        OutputTokens = engine.Simulator?.OutputTokens ?? 64,
    };
}
