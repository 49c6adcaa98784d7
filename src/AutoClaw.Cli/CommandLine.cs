using System.CommandLine;
using Spectre.Console;

namespace AutoClaw.Cli;

/// <summary>Parses, reports what was asked wrongly, and runs the verb.</summary>
internal static class CommandLine
{
    // Longer than any verb's own draining, so that the verb decides how it ends.
    private static readonly TimeSpan TerminationTimeout = TimeSpan.FromSeconds(40);

    /// <summary>The verb's exit code; <see cref="ExitCode.Usage"/> where the arguments make no sense.</summary>
    public static async Task<int> RunAsync(RootCommand root, string[] args, Terminal terminal)
    {
        var parse = root.Parse(args);
        if (parse.Errors.Count > 0)
        {
            foreach (var error in parse.Errors)
            {
                terminal.Fail(ExitCode.Usage, error.Message);
            }

            terminal.Error.WriteLine($"Try '{Path(parse)} --help'.");
            return ExitCode.Usage;
        }

        return await parse.InvokeAsync(new InvocationConfiguration
        {
            ProcessTerminationTimeout = TerminationTimeout,
            Output = terminal.Writer,
            Error = terminal.Error.Profile.Out.Writer,
        });
    }

    private static string Path(ParseResult parse)
    {
        var names = new Stack<string>();
        for (var command = parse.CommandResult; command is not null; command = command.Parent as System.CommandLine.Parsing.CommandResult)
        {
            names.Push(command.Command is RootCommand ? "autoclaw" : command.Command.Name);
        }

        return string.Join(' ', names);
    }
}
