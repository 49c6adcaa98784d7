using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace AutoClaw.Cli;

/// <summary>Options that take a moment: an age such as <c>90m</c>, <c>24h</c>, <c>7d</c>, <c>4w</c>, or a UTC day or time.</summary>
internal static class TimePointOption
{
    private static readonly string[] Formats = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    public static Option<DateTimeOffset?> Create(string name, string description, TimeProvider time) => new(name)
    {
        Description = description,
        HelpName = "WHEN",
        CustomParser = result => Parse(result, time),
    };

    /// <summary>Null where <paramref name="text"/> is neither; an age counts back from <paramref name="now"/>, a day is its start in UTC.</summary>
    public static DateTimeOffset? Parse(string text, DateTimeOffset now)
    {
        if (DateTimeOffset.TryParseExact(text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment))
        {
            return moment;
        }

        var minutes = text.Length == 0 ? 0 : text[^1] switch { 'm' => 1, 'h' => 60, 'd' => 24 * 60, 'w' => 7 * 24 * 60, _ => 0 };

        // Ages beyond a few thousand years would leave the calendar.
        return minutes > 0 && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var amount) && amount <= 100_000
            ? now - TimeSpan.FromMinutes((double)minutes * amount)
            : null;
    }

    private static DateTimeOffset? Parse(ArgumentResult result, TimeProvider time)
    {
        var text = result.Tokens[0].Value;
        var moment = Parse(text, time.GetUtcNow());
        if (moment is null)
        {
            result.AddError($"'{text}' is no time. Write an age (90m, 24h, 7d, 4w) or a UTC day or time (2026-11-01, 2026-11-01T12:00).");
        }

        return moment;
    }
}
