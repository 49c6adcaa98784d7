using System.CommandLine;
using System.CommandLine.Parsing;
using AutoClaw.Gateway.Options.Binding;

namespace AutoClaw.Cli;

/// <summary>Options that take a time as the configuration file writes it: <c>60ms</c>, <c>1.5s</c>, <c>2m</c>.</summary>
internal static class DurationOption
{
    public static Option<TimeSpan> Create(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "TIME",
        CustomParser = Parse,
    };

    private static TimeSpan Parse(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (text == "0")
        {
            return TimeSpan.Zero;
        }

        if (!DurationText.TryParse(text, out var duration))
        {
            result.AddError($"'{text}' is not a time. Write it like 60ms, 1.5s or 2m.");
        }

        return duration;
    }
}
