namespace AutoClaw.Cli.Plots;

/// <summary>Where something stands, in pixels from the drawing's upper left corner.</summary>
internal readonly record struct PlotBox(double Left, double Top, double Right, double Bottom)
{
    public static PlotBox At(double left, double top, double width, double height) => new(left, top, left + width, top + height);

    /// <summary>False where they only touch above one another.</summary>
    public bool Overlaps(PlotBox other) => Right >= other.Left && Left <= other.Right && Bottom > other.Top && Top < other.Bottom;

    /// <summary>From its edge to the point; 0 within.</summary>
    public double DistanceTo(double x, double y) => double.Hypot(Nearest(x, y).X - x, Nearest(x, y).Y - y);

    /// <summary>Of its points.</summary>
    public (double X, double Y) Nearest(double x, double y) => (Math.Clamp(x, Left, Right), Math.Clamp(y, Top, Bottom));
}
