namespace AutoClaw.Cli.Pages;

/// <summary>A plot for a report.</summary>
/// <param name="Id">Of its place in the page.</param>
/// <param name="Svg">The drawing.</param>
/// <param name="Caption">What is seen, and which way is better.</param>
internal sealed record PagePlot(string Id, string Svg, string Caption);
