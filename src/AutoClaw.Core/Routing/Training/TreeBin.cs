namespace AutoClaw.Core.Routing.Training;

/// <summary>Sums over rows of one node and bin.</summary>
internal struct TreeBin
{
    public double Gradient;
    public double Hessian;
    public int Rows;

    public void Add(in TreeBin other)
    {
        Gradient += other.Gradient;
        Hessian += other.Hessian;
        Rows += other.Rows;
    }

    public readonly TreeBin Less(in TreeBin other) =>
        new() { Gradient = Gradient - other.Gradient, Hessian = Hessian - other.Hessian, Rows = Rows - other.Rows };

    /// <summary>Twice the loss that these rows' best leaf takes away, with the leaf pulled to 0.</summary>
    public readonly double Worth(double pull) => Gradient * Gradient / (Hessian + pull);
}
