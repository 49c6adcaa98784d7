using System.Globalization;

namespace AutoClaw.RelayLoad;

/// <summary>How long and how hard to load.</summary>
/// <param name="Seconds">Counted seconds of one measurement; a quarter of it more is warm-up.</param>
/// <param name="Rounds">Rounds over all targets in turn; the median counts.</param>
/// <param name="Connections">Requests under way at a time.</param>
/// <param name="Warmup">Seconds of load on each target and kind of answer before the first round.</param>
/// <param name="Json">Where the figures go; null: only to the terminal.</param>
internal sealed record RunOptions(double Seconds, int Rounds, int Connections, double Warmup, string? Json)
{
    public static RunOptions Parse(string[] args)
    {
        var options = new RunOptions(5, 3, 64, 8, null);
        for (var i = 0; i + 1 < args.Length; i += 2)
        {
            var value = args[i + 1];
            options = args[i] switch
            {
                "--seconds" => options with { Seconds = double.Parse(value, CultureInfo.InvariantCulture) },
                "--rounds" => options with { Rounds = int.Parse(value, CultureInfo.InvariantCulture) },
                "--connections" => options with { Connections = int.Parse(value, CultureInfo.InvariantCulture) },
                "--warmup" => options with { Warmup = double.Parse(value, CultureInfo.InvariantCulture) },
                "--json" => options with { Json = value },
                _ => throw new ArgumentException($"unknown option {args[i]}"),
            };
        }

        return options;
    }
}
