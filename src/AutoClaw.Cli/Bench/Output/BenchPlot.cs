namespace AutoClaw.Cli.Bench.Output;

/// <summary>A plot for the report.</summary>
/// <param name="Id">Of its place in the page.</param>
/// <param name="Svg">The drawing.</param>
/// <param name="Caption">What is seen, and which way is better.</param>
internal sealed record BenchPlot(string Id, string Svg, string Caption);
