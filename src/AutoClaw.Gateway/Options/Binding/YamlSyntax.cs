using YamlDotNet.Core;

namespace AutoClaw.Gateway.Options.Binding;

/// <summary>Turns what the YAML parser throws into a problem: at the place that helps, with a hint where the mistake is a common one.</summary>
internal static class YamlSyntax
{
    // What the parser says, in part, and what people usually did.
    private static readonly (string Said, string Hint)[] Hints =
    [
        ("tab", "indent with spaces"),
        ("invalid mapping", "check the indentation, and put text with ': ' in quotes"),
        ("end of stream", "close the quote"),
        ("cannot start any token", "put it in quotes"),
        ("expected ',' or", "close the bracket; inside of brackets ${VAR} needs quotes"),
        ("did not find expected key", "check the indentation"),
        ("'-' indicator", "check the indentation"),
        ("escape character", "use single quotes, or double the backslash"),
    ];

    public static void Report(YamlException error, string text, ConfigReader reader)
    {
        var message = error.Message.TrimEnd('.', ' ', ',');
        var hint = Array.Find(Hints, each => message.Contains(each.Said, StringComparison.Ordinal)).Hint;
        var at = new ConfigMark((int)Math.Max(1, error.Start.Line), (int)Math.Max(1, error.Start.Column));

        // The parser names the beginning of the mapping; the tab may be far below it.
        if (message.Contains("tab", StringComparison.Ordinal) && FirstTab(text, at.Line) is { } tab)
        {
            at = tab;
        }

        reader.Report(ConfigCodes.YamlSyntax, at, message.Length == 0 ? "this is not YAML" : char.ToLowerInvariant(message[0]) + message[1..], hint);
    }

    /// <summary>The parser failed in a way that it does not mean to, after <paramref name="last"/>.</summary>
    public static void ReportUnclear(ConfigMark last, ConfigReader reader) =>
        reader.Report(ConfigCodes.YamlSyntax, last, "what follows is not YAML", "a bracket or a quote may be open");

    private static ConfigMark? FirstTab(string text, int fromLine)
    {
        var line = 0;
        foreach (var content in text.AsSpan().EnumerateLines())
        {
            if (++line < fromLine)
            {
                continue;
            }

            var indent = content.Length - content.TrimStart(" \t").Length;
            var tab = content[..indent].IndexOf('\t');
            if (tab >= 0)
            {
                return new ConfigMark(line, tab + 1);
            }
        }

        return null;
    }
}
