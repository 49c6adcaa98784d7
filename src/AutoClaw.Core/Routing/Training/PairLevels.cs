namespace AutoClaw.Core.Routing.Training;

/// <summary>
/// How often each pair of models fails over all its rows, as logits. Given to a fit as where a row starts from, so that the text needs
/// to explain only what its pair does not; a model answers from the level of all pairs together, whatever its collection.
/// </summary>
internal sealed class PairLevels
{
    private readonly int[] _pairOf;
    private readonly Dictionary<(string, string), int> _numbers = [];
    private readonly (float Local, float Cloud)[] _levels;

    /// <param name="rows">The rows of a fit.</param>
    /// <param name="targets">One for each.</param>
    public PairLevels(IReadOnlyList<TrainingRow> rows, Target[] targets)
    {
        _pairOf = rows.Select((row, i) => !row.HasOutcome || targets[i].Weight <= 0 ? 0 : Number((row.StrongModel, row.WeakModel))).ToArray();
        var sums = new (double Local, double Cloud, int Rows)[_numbers.Count + 1];
        for (var i = 0; i < rows.Count; i++)
        {
            if (_pairOf[i] > 0)
            {
                Add(ref sums[0], targets[i]);
                Add(ref sums[_pairOf[i]], targets[i]);
            }
        }

        _levels = sums.Select(s => (Logit(s.Local, s.Rows), Logit(s.Cloud, s.Rows))).ToArray();
    }

    /// <summary>The level of all rows with outcomes together: what a row without a pair starts from, and what a model answers from.</summary>
    public (float Local, float Cloud) Overall => _levels[0];

    /// <summary>The level of the pair of the row at this position.</summary>
    public (float Local, float Cloud) this[int position] => _levels[_pairOf[position]];

    /// <summary>The level of a row's pair, whether or not the row was among the fit's.</summary>
    public (float Local, float Cloud) Of(TrainingRow row) =>
        row.HasOutcome ? _levels[_numbers.GetValueOrDefault((row.StrongModel, row.WeakModel))] : Overall;

    private int Number((string, string) pair)
    {
        if (!_numbers.TryGetValue(pair, out var number))
        {
            _numbers[pair] = number = _numbers.Count + 1;
        }

        return number;
    }

    private static void Add(ref (double Local, double Cloud, int Rows) sum, Target target) =>
        sum = (sum.Local + target.LocalFails, sum.Cloud + target.CloudFails, sum.Rows + 1);

    // Three rows' worth of doubt, so that a pair of few rows is not taken at its word.
    private static float Logit(double failures, int rows)
    {
        var p = (failures + 1) / (rows + 3);
        return (float)Math.Log(p / (1 - p));
    }
}
