using System.CommandLine;
using System.CommandLine.Parsing;
using AutoClaw.Gateway.Ledger;

namespace AutoClaw.Cli;

/// <summary>Options that take a moment: an age such as <c>90m</c>, <c>24h</c>, <c>7d</c>, <c>4w</c>, or a UTC day or time.</summary>
internal static class TimePointOption
{
    public static Option<DateTimeOffset?> Create(string name, string description, TimeProvider time) => new(name)
    {
        Description = description,
        HelpName = "WHEN",
        CustomParser = result => Parse(result, time),
    };

    private static DateTimeOffset? Parse(ArgumentResult result, TimeProvider time)
    {
        var text = result.Tokens[0].Value;
        var moment = TimePoint.Parse(text, time.GetUtcNow());
        if (moment is null)
        {
            result.AddError($"'{text}' is no time. Write an age (90m, 24h, 7d, 4w) or a UTC day or time (2026-11-01, 2026-11-01T12:00).");
        }

        return moment;
    }
}
