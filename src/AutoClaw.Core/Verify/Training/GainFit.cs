namespace AutoClaw.Core.Verify.Training;

/// <summary>Fits a <see cref="GainScorer"/> by stochastic gradient descent; deterministic for a seed.</summary>
internal static class GainFit
{
    // With steps that fall as 1/epoch, more passes change the third decimal of the curve.
    private const int Epochs = 12;
    private const double FirstStep = 0.1;

    /// <param name="features">One vector a row.</param>
    /// <param name="localFails">0 to 1 a row.</param>
    /// <param name="cloudFails">0 to 1 a row.</param>
    /// <param name="rows">The rows to learn from.</param>
    /// <param name="seed">Orders them.</param>
    public static GainScorer Train(double[][] features, double[] localFails, double[] cloudFails, int[] rows, int seed) =>
        new(Head(features, localFails, rows, seed), Head(features, cloudFails, rows, seed));

    private static double[] Head(double[][] features, double[] targets, int[] rows, int seed)
    {
        var weights = new double[features[0].Length];
        var order = (int[])rows.Clone();
        var random = new Random(seed);
        for (var epoch = 0; epoch < Epochs; epoch++)
        {
            random.Shuffle(order);
            var step = FirstStep / (1 + epoch);
            foreach (var row in order)
            {
                var error = step * (GainScorer.Probability(weights, features[row]) - targets[row]);
                for (var i = 0; i < weights.Length; i++)
                {
                    weights[i] -= error * features[row][i];
                }
            }
        }

        return weights;
    }
}
