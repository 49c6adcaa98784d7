using System.Text.Json;
using Spectre.Console;

namespace AutoClaw.Cli;

/// <summary>
/// Where verbs print. Colour only on a terminal and without <c>NO_COLOR</c>; data goes to standard output, everything else to
/// standard error, so that a pipe gets data alone.
/// </summary>
internal sealed class Terminal
{
    /// <summary>Machine output: snake_case, indented, one object or array.</summary>
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
    };

    public Terminal(TextWriter output, TextWriter error, bool colour)
    {
        Out = Console(output, colour && !System.Console.IsOutputRedirected);
        Error = Console(error, colour && !System.Console.IsErrorRedirected);
        Writer = output;
    }

    public static Terminal Default { get; } = new(
        System.Console.Out, System.Console.Error, string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")));

    /// <summary>Data, styled.</summary>
    public IAnsiConsole Out { get; }

    /// <summary>Progress, hints and errors.</summary>
    public IAnsiConsole Error { get; }

    /// <summary>Data as it is: JSON, or lines for other programs.</summary>
    public TextWriter Writer { get; }

    public void WriteJson<T>(T value) => Writer.WriteLine(JsonSerializer.Serialize(value, Json));

    /// <summary>Says what went wrong and what to do next, and gives back <paramref name="exitCode"/>.</summary>
    public int Fail(int exitCode, string message)
    {
        Error.MarkupLineInterpolated($"[red]error:[/] {message}");
        return exitCode;
    }

    private static IAnsiConsole Console(TextWriter writer, bool colour)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = colour ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = colour ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Out = new AnsiConsoleOutput(writer),
        });

        // Off a terminal Spectre assumes 80 columns and would break data lines in the middle.
        if (!colour)
        {
            console.Profile.Width = 1000;
        }

        return console;
    }
}
