using System.CommandLine;
using AutoClaw.Cli.EngineSetup;
using AutoClaw.Gateway.Local;

namespace AutoClaw.Cli;

/// <summary><c>autoclaw engine remove</c>: takes away what <c>install</c> put in place, and nothing else.</summary>
internal static class EngineRemoveVerb
{
    public static Command Create(Terminal terminal)
    {
        var json = new Option<bool>("--json") { Description = "Print {removed, path} instead of text." };
        var command = new Command("remove", "Remove the llama-server that 'engine install' installed. Any other stays.") { json };
        command.SetAction((parse, _) => ModelsVerb.TryAsync(terminal, () => Task.FromResult(Run(terminal, parse.GetValue(json)))));
        return command;
    }

    private static int Run(Terminal terminal, bool json)
    {
        var folder = EngineFolder.Default;
        if (folder.ReadNote() is not { } note)
        {
            var other = LlamaServerBinary.Locate(null);
            return terminal.Fail(ExitCode.Failed, other is null
                ? "Nothing is installed."
                : $"Nothing is installed by autoclaw. {other.Path} was found by {EngineVerb.Words(other.Origin)} and stays.");
        }

        using var held = folder.TryLock();
        if (held is null)
        {
            return terminal.Fail(ExitCode.Failed, "Another process is installing the engine at this moment.");
        }

        folder.Clear();
        if (json)
        {
            terminal.WriteJson(new { Removed = note.Version, folder.Path });
        }
        else
        {
            terminal.Writer.WriteLine($"removed {note.Version} from {folder.Path}");
        }

        return ExitCode.Ok;
    }
}
