namespace AutoClaw.Cli.Plots;

/// <summary>Where values are drawn, in pixels from the drawing's upper left corner.</summary>
internal readonly record struct PlotArea(double Left, double Right, double Bottom, double Top)
{
    public double Width => Right - Left;

    public double Height => Bottom - Top;
}
