namespace AutoClaw.Core.Routing.Training;

/// <summary>The features of all rows, extracted once: every fold and epoch reads them again.</summary>
internal sealed class FeatureMatrix
{
    private readonly int[][] _slots;
    private readonly int[] _words;
    private readonly int[] _genres;
    private readonly float[][] _dense;

    public FeatureMatrix(IReadOnlyList<TrainingRow> rows)
    {
        _slots = new int[rows.Count][];
        _genres = new int[rows.Count];
        _words = new int[rows.Count];
        _dense = new float[rows.Count][];
        var slots = new int[FeatureExtractor.MaxSlots];
        var dense = new float[StructuralFeatures.Count];
        for (var i = 0; i < rows.Count; i++)
        {
            var counts = FeatureExtractor.Extract(InputOf(rows[i]), slots, dense);
            _slots[i] = slots[..counts.Total];
            _words[i] = counts.Words;
            _genres[i] = counts.Genre;
            _dense[i] = [.. dense];
        }
    }

    /// <summary>Training rows are single messages: no conversation, no tools.</summary>
    public static RouterInput InputOf(TrainingRow row) => new()
    {
        Text = row.Prompt.Span,
        Turns = 1,
        ConversationBytes = row.Prompt.Length,
    };

    public ReadOnlySpan<int> Slots(int row) => _slots[row];

    public ReadOnlySpan<int> Words(int row) => _slots[row].AsSpan(0, _words[row]);

    public ReadOnlySpan<int> Grams(int row) => _slots[row].AsSpan(_words[row]);

    public int Genre(int row) => _genres[row];

    public ReadOnlySpan<float> Dense(int row) => _dense[row];
}
