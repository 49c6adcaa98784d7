using System.Globalization;

namespace AutoClaw.Soak;

/// <summary>How long is loaded, and by how many.</summary>
/// <param name="AutoClaw">The command line's assembly.</param>
/// <param name="Seconds">Of half the load that the gateway can take.</param>
/// <param name="Warmup">The first of them, whose memory does not count.</param>
/// <param name="Clients">Requests under way at a time at most.</param>
/// <param name="Peak">Seconds in which it is found out what the gateway can take; half as many before, to have its code compiled.</param>
/// <param name="Every">Seconds from one look at the process to the next.</param>
internal sealed record SoakOptions(string AutoClaw, int Seconds, int Warmup, int Clients, int Peak, int Every)
{
    /// <summary>Null where the words are none of its.</summary>
    public static SoakOptions? Parse(string[] words)
    {
        if (words is not [var autoclaw, .. var rest] || rest.Length % 2 != 0)
        {
            return null;
        }

        var options = new SoakOptions(autoclaw, Seconds: 1800, Warmup: 600, Clients: 32, Peak: 20, Every: 5);
        foreach (var pair in rest.Chunk(2))
        {
            if (!int.TryParse(pair[1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number == 0)
            {
                return null;
            }

            switch (pair[0])
            {
                case "--seconds":
                    options = options with { Seconds = number };
                    break;
                case "--warmup":
                    options = options with { Warmup = number };
                    break;
                case "--clients":
                    options = options with { Clients = number };
                    break;
                case "--peak":
                    options = options with { Peak = number };
                    break;
                case "--every":
                    options = options with { Every = number };
                    break;
                default:
                    return null;
            }
        }

        return options.Warmup < options.Seconds ? options : null;
    }
}
