using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;

namespace AutoClaw.Cli;

/// <summary>Bounds of number options.</summary>
internal static class Within
{
    /// <summary>Adds an error unless the value lies from <paramref name="min"/> to <paramref name="max"/>, both included.</summary>
    public static Action<OptionResult> Bounds<T>(Option option, T min, T max)
        where T : struct, INumber<T> => result =>
        {
            // An unreadable number already has its own error.
            if (result.Tokens.Count == 1 && T.TryParse(result.Tokens[0].Value, CultureInfo.InvariantCulture, out var value) && (value < min || value > max))
            {
                result.AddError(string.Create(CultureInfo.InvariantCulture, $"{option.Name} must be from {min} to {max}, not {value}."));
            }
        };
}
