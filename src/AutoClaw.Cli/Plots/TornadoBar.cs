namespace AutoClaw.Cli.Plots;

/// <summary>How far one input moves the result.</summary>
/// <param name="Name">Of the input.</param>
/// <param name="AtLow">The result where the input is at its lower end.</param>
/// <param name="AtHigh">The result where it is at its upper end.</param>
/// <param name="Low">That lower end in words; null: not written.</param>
/// <param name="High">The upper one.</param>
internal readonly record struct TornadoBar(string Name, double AtLow, double AtHigh, string? Low = null, string? High = null);
