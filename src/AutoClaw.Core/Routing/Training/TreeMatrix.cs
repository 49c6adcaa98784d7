namespace AutoClaw.Core.Routing.Training;

/// <summary>
/// <see cref="TreeFeatures"/> of a fit's rows, also as bins of about equal size: what the boosting reads. The word frequencies are those
/// of the fit's own rows.
/// </summary>
internal sealed class TreeMatrix
{
    public const int MaxBins = 64;

    private readonly float[][] _rows;

    /// <param name="features">The features of all rows.</param>
    /// <param name="rows">Positions of the fit's rows.</param>
    public TreeMatrix(FeatureMatrix features, int[] rows)
    {
        Frequencies = Count(features, rows);
        _rows = rows.Select(r => features.Trees(r, Frequencies)).ToArray();
        Cuts = new float[TreeFeatures.Count][];
        Bins = new byte[TreeFeatures.Count][];
        for (var f = 0; f < TreeFeatures.Count; f++)
        {
            var cuts = Cuts[f] = CutsOf(f);
            Bins[f] = _rows.Select(row => BinOf(cuts, row[f])).ToArray();
        }
    }

    public WordFrequencies Frequencies { get; }

    /// <summary>Where each feature's bins begin, but for the first; rising.</summary>
    public float[][] Cuts { get; }

    /// <summary>Each feature's bin in each row.</summary>
    public byte[][] Bins { get; }

    public int Rows => _rows.Length;

    public ReadOnlySpan<float> Row(int position) => _rows[position];

    private static WordFrequencies Count(FeatureMatrix features, int[] rows)
    {
        var rowsWith = new int[WordFrequencies.Length];
        var lastRow = new int[WordFrequencies.Length];
        Array.Fill(lastRow, -1);
        foreach (var row in rows)
        {
            foreach (var word in features.Ids(row))
            {
                rowsWith[word] += lastRow[word] == row ? 0 : 1;
                lastRow[word] = row;
            }
        }

        return new WordFrequencies(rowsWith.Select(n => WordFrequencies.Rarity(n, rows.Length)).ToArray());
    }

    private float[] CutsOf(int feature)
    {
        var values = _rows.Select(row => row[feature]).Order().ToArray();
        var cuts = new List<float>();
        for (var k = 1; k < MaxBins && values.Length > 0; k++)
        {
            var value = values[(int)((long)k * values.Length / MaxBins)];
            if (value > values[0] && (cuts.Count == 0 || value > cuts[^1]))
            {
                cuts.Add(value);
            }
        }

        return [.. cuts];
    }

    private static byte BinOf(float[] cuts, float value)
    {
        int low = 0, high = cuts.Length;
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = value >= cuts[middle] ? (middle + 1, high) : (low, middle);
        }

        return (byte)low;
    }
}
