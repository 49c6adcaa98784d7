using System.Text.Json.Serialization;

namespace AutoClaw.Cli.Setup;

/// <summary>What a person waits for between nothing and a first answer.</summary>
internal enum SetupStep
{
    /// <summary><c>autoclaw engine install</c>; what: the engine's version.</summary>
    [JsonStringEnumMemberName("engine_install")]
    EngineInstall,

    /// <summary><c>autoclaw models pull</c>; what: the model's name.</summary>
    [JsonStringEnumMemberName("model_pull")]
    ModelPull,

    /// <summary><c>autoclaw up</c>, until its self-test was answered; what: the model that answered.</summary>
    [JsonStringEnumMemberName("up")]
    Up,
}
