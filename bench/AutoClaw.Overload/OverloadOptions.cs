using System.Globalization;

namespace AutoClaw.Overload;

/// <summary>How long is loaded, and how many read slowly.</summary>
/// <param name="AutoClaw">The command line's assembly.</param>
/// <param name="Seconds">Of each load.</param>
/// <param name="Readers">Clients that read a byte a second.</param>
/// <param name="Only"><c>load</c> or <c>readers</c>; null: both.</param>
internal sealed record OverloadOptions(string AutoClaw, int Seconds, int Readers, string? Only)
{
    /// <summary>Null where the words are none of its.</summary>
    public static OverloadOptions? Parse(string[] words)
    {
        if (words is not [var autoclaw, .. var rest] || rest.Length % 2 != 0)
        {
            return null;
        }

        var options = new OverloadOptions(autoclaw, Seconds: 20, Readers: 1000, Only: null);
        foreach (var pair in rest.Chunk(2))
        {
            var isNumber = int.TryParse(pair[1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0;
            switch (pair[0])
            {
                case "--seconds" when isNumber:
                    options = options with { Seconds = number };
                    break;
                case "--readers" when isNumber:
                    options = options with { Readers = number };
                    break;
                case "--only" when pair[1] is "load" or "readers":
                    options = options with { Only = pair[1] };
                    break;
                default:
                    return null;
            }
        }

        return options;
    }
}
