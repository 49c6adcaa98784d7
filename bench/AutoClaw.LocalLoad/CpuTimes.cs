using System.Globalization;

namespace AutoClaw.LocalLoad;

/// <summary>Processor time of the three that share the machine.</summary>
/// <param name="Engine">llama-server.</param>
/// <param name="Gateway">AutoClaw.</param>
/// <param name="Clients">This process.</param>
internal readonly record struct CpuTimes(TimeSpan Engine, TimeSpan Gateway, TimeSpan Clients)
{
    public static CpuTimes operator -(CpuTimes after, CpuTimes before) =>
        new(after.Engine - before.Engine, after.Gateway - before.Gateway, after.Clients - before.Clients);

    /// <summary>Microseconds of each for a token.</summary>
    public string PerToken(long tokens) => string.Create(
        CultureInfo.InvariantCulture,
        $"engine {Engine.TotalMicroseconds / tokens:0}, gateway {Gateway.TotalMicroseconds / tokens:0}, clients {Clients.TotalMicroseconds / tokens:0}");
}
