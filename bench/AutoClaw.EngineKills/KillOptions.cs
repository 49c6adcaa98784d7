using System.Globalization;

namespace AutoClaw.EngineKills;

/// <summary>What is killed how often.</summary>
/// <param name="AutoClaw">The command line's assembly.</param>
/// <param name="LlamaServer">The executable.</param>
/// <param name="Kills">Of the engine, one after the other.</param>
/// <param name="Clients">That ask at the same time, each one request after the other.</param>
/// <param name="Seed">Of the moments of the kills.</param>
internal sealed record KillOptions(string AutoClaw, string LlamaServer, int Kills, int Clients, int Seed)
{
    /// <summary>Null where the words are none of its.</summary>
    public static KillOptions? Parse(string[] words)
    {
        if (words is not [var autoclaw, var server, .. var rest] || rest.Length % 2 != 0)
        {
            return null;
        }

        var options = new KillOptions(autoclaw, server, Kills: 100, Clients: 8, Seed: 1);
        foreach (var pair in rest.Chunk(2))
        {
            if (!int.TryParse(pair[1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number == 0)
            {
                return null;
            }

            switch (pair[0])
            {
                case "--kills":
                    options = options with { Kills = number };
                    break;
                case "--clients":
                    options = options with { Clients = number };
                    break;
                case "--seed":
                    options = options with { Seed = number };
                    break;
                default:
                    return null;
            }
        }

        return options;
    }
}
