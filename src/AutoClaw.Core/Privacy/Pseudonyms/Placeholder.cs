using System.Globalization;

namespace AutoClaw.Core.Privacy.Pseudonyms;

/// <summary>
/// What stands for a value: <c>[PERSON_1]</c>. Plain ASCII without quotes or backslashes, so that it is the same in a text, in JSON and in
/// JSON inside JSON; its end tells <c>[PERSON_1]</c> from <c>[PERSON_12]</c>.
/// </summary>
public static class Placeholder
{
    private const int MostDigits = 9;

    /// <summary>No placeholder is longer.</summary>
    public static int MaxLength { get; } = PiiTypes.All.Max(type => PiiTypes.NameOf(type).Length) + MostDigits + "[_]".Length;

    /// <summary>For example <c>[PERSON_1]</c>.</summary>
    public static string Of(PiiType type, int number) => string.Create(CultureInfo.InvariantCulture, $"[{PiiTypes.NameOf(type)}_{number}]");

    /// <summary>What stands for a value that does not come back: <c>[PERSON]</c>.</summary>
    public static string Redacted(PiiType type) => $"[{PiiTypes.NameOf(type)}]";

    /// <summary>Adds what has the form of a placeholder in <paramref name="text"/>.</summary>
    public static void Collect(ReadOnlySpan<char> text, HashSet<string> found)
    {
        for (var at = text.IndexOf('['); at >= 0;)
        {
            text = text[at..];
            var end = text[..Math.Min(text.Length, MaxLength)].IndexOf(']');
            if (end > 0 && IsOne(text[1..end]))
            {
                found.Add(text[..(end + 1)].ToString());
            }

            at = text[1..].IndexOf('[') is >= 0 and var next ? next + 1 : -1;
        }
    }

    private static bool IsOne(ReadOnlySpan<char> inside)
    {
        var mark = inside.LastIndexOf('_');
        return mark > 0 && inside.Length - mark - 1 is > 0 and <= MostDigits
            && !inside[(mark + 1)..].ContainsAnyExceptInRange('0', '9')
            && !inside[..mark].ContainsAnyInRange('a', 'z')
            && PiiTypes.TryParse(inside[..mark].ToString(), out _);
    }
}
