using System.CommandLine;
using AutoClaw.Cli.EngineSetup;
using AutoClaw.Gateway.Local;
using Spectre.Console;

namespace AutoClaw.Cli;

/// <summary><c>autoclaw engine status</c>: which llama-server would be started, and whether it starts.</summary>
internal static class EngineStatusVerb
{
    public static Command Create(Terminal terminal)
    {
        var json = new Option<bool>("--json") { Description = "Print {path, origin, version, problem, installed} instead of text." };
        var command = new Command("status", "Say which llama-server is used, how it was found, and whether it starts. Exit code 1 if none does.") { json };
        command.SetAction((parse, cancelled) => ModelsVerb.TryAsync(terminal, () => RunAsync(terminal, parse.GetValue(json), cancelled)));
        return command;
    }

    private static async Task<int> RunAsync(Terminal terminal, bool json, CancellationToken cancelled)
    {
        var found = LlamaServerBinary.Locate(null);
        var (version, problem) = found is null
            ? (null, EngineVerb.Misnamed() ?? "There is no llama-server. 'autoclaw engine install' puts one in place.")
            : await EngineProgram.VersionAsync(found.Path, cancelled);
        var installed = EngineFolder.Default.ReadNote();
        if (json)
        {
            terminal.WriteJson(new { found?.Path, Origin = found is null ? null : EngineVerb.Words(found.Origin), Version = version, Problem = problem, Installed = installed });
        }
        else if (found is not null)
        {
            terminal.Out.MarkupLineInterpolated($"engine     {found.Path}");
            terminal.Out.MarkupLineInterpolated($"found by   {EngineVerb.Words(found.Origin)}");
            terminal.Out.MarkupLineInterpolated($"version    {version ?? "unknown"}");
        }

        if (!json && installed is not null)
        {
            terminal.Out.MarkupLineInterpolated($"installed  {installed.Version}, from {installed.Source}, {installed.InstalledAt:yyyy-MM-dd HH:mm}Z{(found?.Origin == BinaryOrigin.Installed ? string.Empty : "; not used")}");
        }

        return problem is null ? ExitCode.Ok : json ? ExitCode.Failed : terminal.Fail(ExitCode.Failed, problem);
    }
}
