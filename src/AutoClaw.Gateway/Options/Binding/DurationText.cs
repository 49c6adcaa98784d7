using System.Globalization;

namespace AutoClaw.Gateway.Options.Binding;

/// <summary>Durations as people write them: a number and <c>ms</c>, <c>s</c>, <c>m</c>, <c>h</c> or <c>d</c>.</summary>
internal static class DurationText
{
    public const string Pattern = "^[0-9]+(\\.[0-9]+)?(ms|s|m|h|d)$";

    private static readonly (string Unit, double Milliseconds)[] Units = [("ms", 1), ("s", 1_000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000)];

    public static bool TryParse(ReadOnlySpan<char> text, out TimeSpan value)
    {
        value = default;
        foreach (var (unit, milliseconds) in Units)
        {
            if (text.EndsWith(unit, StringComparison.Ordinal)
                && double.TryParse(text[..^unit.Length], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
                && number * milliseconds < TimeSpan.MaxValue.TotalMilliseconds / 2)
            {
                value = TimeSpan.FromMilliseconds(number * milliseconds);
                return true;
            }
        }

        return false;
    }

    /// <summary>In the largest unit that needs no fraction, for example <c>90s</c> or <c>2m</c>.</summary>
    public static string Format(TimeSpan value)
    {
        if (value == TimeSpan.Zero)
        {
            return "0s";
        }

        for (var i = Units.Length - 1; i > 0; i--)
        {
            var number = value.TotalMilliseconds / Units[i].Milliseconds;
            if (number >= 1 && number == Math.Floor(number))
            {
                return number.ToString(CultureInfo.InvariantCulture) + Units[i].Unit;
            }
        }

        return value.TotalMilliseconds.ToString(CultureInfo.InvariantCulture) + "ms";
    }
}
