using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace AutoClaw.Cli;

/// <summary>Options that take a time such as <c>60ms</c>, <c>1.5s</c> or <c>2m</c>.</summary>
internal static class DurationOption
{
    private static readonly (string Suffix, TimeSpan Unit)[] Units =
    [
        ("ms", TimeSpan.FromMilliseconds(1)),
        ("s", TimeSpan.FromSeconds(1)),
        ("m", TimeSpan.FromMinutes(1)),
    ];

    public static Option<TimeSpan> Create(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "TIME",
        CustomParser = Parse,
    };

    /// <summary>Null where <paramref name="text"/> is no duration; a bare number is only allowed for 0.</summary>
    public static TimeSpan? Parse(string text)
    {
        if (text == "0")
        {
            return TimeSpan.Zero;
        }

        foreach (var (suffix, unit) in Units)
        {
            if (text.EndsWith(suffix, StringComparison.Ordinal)
                && double.TryParse(text.AsSpan(0, text.Length - suffix.Length), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount)
                && amount < TimeSpan.MaxValue / unit)
            {
                return amount * unit;
            }
        }

        return null;
    }

    private static TimeSpan Parse(ArgumentResult result)
    {
        if (Parse(result.Tokens[0].Value) is { } duration)
        {
            return duration;
        }

        result.AddError($"'{result.Tokens[0].Value}' is not a time. Write it like 60ms, 1.5s or 2m.");
        return default;
    }
}
