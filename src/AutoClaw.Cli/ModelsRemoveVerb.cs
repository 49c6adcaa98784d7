using System.CommandLine;
using AutoClaw.Gateway.Local;

namespace AutoClaw.Cli;

/// <summary><c>autoclaw models rm</c>: model files out of the store.</summary>
internal static class ModelsRemoveVerb
{
    public static Command Create(Terminal terminal)
    {
        var names = new Argument<string[]>("NAME") { Description = "Models of the store.", Arity = ArgumentArity.OneOrMore };
        var json = new Option<bool>("--json") { Description = "Print {removed} instead of text." };
        var command = new Command("rm", "Remove models from the store, with what is left of unfinished pulls of them.") { names, json };
        command.SetAction((parse, _) => ModelsVerb.TryAsync(terminal, () => Task.FromResult(Run(terminal, parse.GetValue(names)!, parse.GetValue(json)))));
        return command;
    }

    private static int Run(Terminal terminal, string[] names, bool json)
    {
        var removed = new List<string>();
        foreach (var name in names.Select(GgufStore.NameOf))
        {
            using var held = GgufStore.IsName(name) ? GgufStore.Default.TryLock(name) : null;
            if (!GgufStore.IsName(name) || (held is not null && !GgufStore.Default.Remove(name)))
            {
                return terminal.Fail(ExitCode.Failed, $"The store has no model '{name}'. 'autoclaw models list' names them.");
            }

            if (held is null)
            {
                return terminal.Fail(ExitCode.Failed, $"Another process is pulling {name} at this moment.");
            }

            removed.Add(name);
        }

        if (json)
        {
            terminal.WriteJson(new { Removed = removed });
        }
        else
        {
            terminal.Writer.WriteLine($"removed {string.Join(", ", removed)}");
        }

        return ExitCode.Ok;
    }
}
