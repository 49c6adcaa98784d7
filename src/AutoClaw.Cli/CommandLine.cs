using System.CommandLine;
using System.CommandLine.Invocation;
using Spectre.Console;

namespace AutoClaw.Cli;

/// <summary>Parses, reports what was asked wrongly, and runs the verb.</summary>
internal static class CommandLine
{
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

        // Not the library's own handling: a signal that comes while a verb is in its first steps would end it with exit code 130.
        var configuration = new InvocationConfiguration
        {
            ProcessTerminationTimeout = null,
            Output = terminal.Writer,
            Error = terminal.Error.Profile.Out.Writer,
        };

        // A verb that computes without awaiting can't be asked to stop, so the signals end it as they end any program.
        if (parse.Action is not AsynchronousCommandLineAction)
        {
            return parse.Invoke(configuration);
        }

        using var interruption = new Interruption();
        return await parse.InvokeAsync(configuration, interruption.Token);
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
