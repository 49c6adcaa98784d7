using System.Globalization;

namespace AutoClaw.LocalLoad;

/// <summary>How long and with what to measure.</summary>
/// <param name="AutoClaw">The command line's assembly.</param>
/// <param name="LlamaServer">The executable.</param>
/// <param name="Seconds">Of one measurement.</param>
/// <param name="Rounds">Over all measurements in turn; medians count.</param>
/// <param name="Models">Which ones.</param>
/// <param name="Tokens">Of one answer; null: as many as the model is quick for.</param>
/// <param name="Json">Where the figures go; null: only to the terminal.</param>
internal sealed record RunOptions(string AutoClaw, string LlamaServer, double Seconds, int Rounds, IReadOnlyList<string> Models, int? Tokens, string? Json)
{
    /// <summary>Null where the words are none of its.</summary>
    public static RunOptions? Parse(string[] words)
    {
        if (words is not [var autoclaw, var server, .. var rest] || rest.Length % 2 != 0)
        {
            return null;
        }

        var options = new RunOptions(autoclaw, server, 8, 3, ["tiny", "1b"], null, null);
        foreach (var pair in rest.Chunk(2))
        {
            var next = pair[0] switch
            {
                "--seconds" => options with { Seconds = double.Parse(pair[1], CultureInfo.InvariantCulture) },
                "--rounds" => options with { Rounds = int.Parse(pair[1], CultureInfo.InvariantCulture) },
                "--model" when pair[1] is "tiny" or "1b" => options with { Models = [pair[1]] },
                "--model" when pair[1] is "both" => options,
                "--tokens" => options with { Tokens = int.Parse(pair[1], CultureInfo.InvariantCulture) },
                "--json" => options with { Json = pair[1] },
                _ => null,
            };
            if (next is null)
            {
                return null;
            }

            options = next;
        }

        return options;
    }
}
