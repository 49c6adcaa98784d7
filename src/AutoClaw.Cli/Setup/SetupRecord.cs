using System.Text.Json.Serialization;

namespace AutoClaw.Cli.Setup;

/// <summary>How long one step took; one line of the <see cref="SetupLog"/>.</summary>
/// <param name="Step">Which.</param>
/// <param name="What">The engine's version or the model's name.</param>
/// <param name="Started">When it began.</param>
/// <param name="Seconds">From then to its end.</param>
/// <param name="Bytes">Fetched over the network in this run; null: nothing was, or unknown.</param>
/// <param name="Ok">It ended well.</param>
internal sealed record SetupRecord(SetupStep Step, string What, DateTimeOffset Started, double Seconds, long? Bytes, bool Ok)
{
    /// <summary>Bytes that an earlier run had fetched: <see cref="Seconds"/> is then not the time of the whole step.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long Resumed { get; init; }
}
