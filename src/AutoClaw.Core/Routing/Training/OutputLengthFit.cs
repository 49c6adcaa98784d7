namespace AutoClaw.Core.Routing.Training;

/// <summary>Ridge regression of the logarithm of an answer's tokens on the plain structural values, by the normal equations.</summary>
internal static class OutputLengthFit
{
    private const int Size = StructuralFeatures.Plain;
    private const double Ridge = 5;

    /// <summary>Fewer lengths than this predict nothing.</summary>
    private const int FewestRows = 200;

    /// <param name="features">The features of all rows.</param>
    /// <param name="positions">Positions of the fit's rows in them.</param>
    /// <param name="rows">The fit's rows.</param>
    public static OutputLength Make(FeatureMatrix features, int[] positions, IReadOnlyList<TrainingRow> rows)
    {
        var known = Enumerable.Range(0, rows.Count).Where(i => rows[i].WeakTokens > 0).ToArray();
        if (known.Length < FewestRows)
        {
            return OutputLength.Unknown;
        }

        var system = new double[Size, Size + 1];
        foreach (var i in known)
        {
            var x = features.Dense(positions[i]);
            var y = Math.Log(rows[i].WeakTokens!.Value);
            for (var a = 0; a < Size; a++)
            {
                for (var b = 0; b < Size; b++)
                {
                    system[a, b] += x[a] * x[b];
                }

                system[a, Size] += x[a] * y;
            }
        }

        for (var a = 0; a < Size; a++)
        {
            system[a, a] += Ridge;
        }

        return new OutputLength(Solve(system), CloudFactor(rows));
    }

    /// <summary>Gauss's elimination; the ridge keeps every pivot away from 0.</summary>
    private static float[] Solve(double[,] system)
    {
        for (var pivot = 0; pivot < Size; pivot++)
        {
            for (var row = pivot + 1; row < Size; row++)
            {
                var factor = system[row, pivot] / system[pivot, pivot];
                for (var column = pivot; column <= Size; column++)
                {
                    system[row, column] -= factor * system[pivot, column];
                }
            }
        }

        var solution = new double[Size];
        for (var row = Size - 1; row >= 0; row--)
        {
            var rest = system[row, Size];
            for (var column = row + 1; column < Size; column++)
            {
                rest -= system[row, column] * solution[column];
            }

            solution[row] = rest / system[row, row];
        }

        return solution.Select(v => (float)v).ToArray();
    }

    /// <summary>Geometric mean of cloud tokens per local token where a row has both; 1 if none has.</summary>
    private static float CloudFactor(IReadOnlyList<TrainingRow> rows)
    {
        var ratios = rows.Where(r => r.WeakTokens > 0 && r.StrongTokens > 0).Select(r => Math.Log(r.StrongTokens!.Value / r.WeakTokens!.Value)).ToArray();
        return ratios.Length == 0 ? 1f : (float)Math.Exp(ratios.Average());
    }
}
