using System.Globalization;

namespace AutoClaw.Gateway.Ledger;

/// <summary>A moment as people write it: an age such as <c>90m</c>, <c>24h</c>, <c>7d</c>, <c>4w</c>, or a UTC day or time.</summary>
internal static class TimePoint
{
    private static readonly string[] Formats = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

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
}
