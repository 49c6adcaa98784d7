using System.CommandLine;
using AutoClaw.Gateway.Local;

namespace AutoClaw.Cli;

/// <summary><c>autoclaw engine</c>: the llama-server of this machine. What its verbs share.</summary>
internal static class EngineVerb
{
    public static Command Create(Terminal terminal) => new("engine", "Install, show and remove the local engine (llama-server).")
    {
        EngineInstallVerb.Create(terminal),
        EngineStatusVerb.Create(terminal),
        EngineRemoveVerb.Create(terminal),
    };

    /// <summary>How it was found, in words.</summary>
    public static string Words(BinaryOrigin origin) => origin switch
    {
        BinaryOrigin.Configured => "configured",
        BinaryOrigin.Environment => LlamaServerBinary.Variable,
        BinaryOrigin.Installed => "autoclaw engine install",
        _ => "PATH",
    };

    /// <summary>Null: the variable is not set, or names a program; else what is wrong with it.</summary>
    public static string? Misnamed() =>
        Environment.GetEnvironmentVariable(LlamaServerBinary.Variable) is { Length: > 0 } named && LlamaServerBinary.Find(null) is null
            ? $"{LlamaServerBinary.Variable} is '{named}', and there is no such program. Correct it, or unset it."
            : null;
}
