using System.CommandLine;
using AutoClaw.Cli;

namespace AutoClaw.Tests.Cli;

public sealed class CommandLineTests
{
    public static TheoryData<string> Verbs => [.. Paths(AutoClawCommand.Create(), string.Empty)];

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task Help_EachVerb_DescribesItselfAndItsOptions(string path)
    {
        var (exitCode, output, errors) = await RunAsync([.. path.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]);
        Assert.Equal((ExitCode.Ok, string.Empty), (exitCode, errors));
        Assert.Contains("Usage:", output, StringComparison.Ordinal);
        var command = path.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Aggregate((Command)AutoClawCommand.Create(), (parent, name) => parent.Subcommands.Single(child => child.Name == name));
        Assert.False(string.IsNullOrWhiteSpace(command.Description));
        Assert.All(command.Options, option => Assert.False(string.IsNullOrWhiteSpace(option.Description), option.Name));
    }

    [Theory]
    [InlineData("nonsense", "Try 'autoclaw --help'.")]
    [InlineData("simulate --port many", "Try 'autoclaw simulate --help'.")]
    [InlineData("simulate --port 70000", "--port must be from 0 to 65535")]
    [InlineData("simulate --ttft soon", "'soon' is not a time")]
    [InlineData("simulate --tokens 0", "--tokens must be from 1")]
    [InlineData("simulate --fail sometimes", "is not a way to fail")]
    [InlineData("up --port -1", "--port must be from 0 to 65535")]
    [InlineData("chat --url nowhere hello", "'nowhere' is not a URL")]
    [InlineData("route", "Try 'autoclaw route --help'.")]
    [InlineData("", "Try 'autoclaw --help'.")]
    public async Task Parse_Wrong_ExitsWith2AndAHint(string arguments, string hint)
    {
        var (exitCode, output, errors) = await RunAsync(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal((ExitCode.Usage, string.Empty), (exitCode, output));
        Assert.Contains("error: ", errors, StringComparison.Ordinal);
        Assert.Contains(hint, errors, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Paths(Command command, string path) =>
        command.Subcommands.SelectMany(child => Paths(child, $"{path} {child.Name}".Trim())).Prepend(path);

    private static async Task<(int ExitCode, string Output, string Errors)> RunAsync(string[] arguments)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var terminal = new Terminal(output, errors, colour: false);
        var exitCode = await CommandLine.RunAsync(AutoClawCommand.Create(terminal), arguments, terminal);
        return (exitCode, output.ToString(), errors.ToString());
    }
}
