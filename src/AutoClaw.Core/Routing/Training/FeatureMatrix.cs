namespace AutoClaw.Core.Routing.Training;

/// <summary>The features of all rows, extracted once: every fold and epoch reads them again.</summary>
internal sealed class FeatureMatrix
{
    private readonly int[][] _slots;
    private readonly int[] _words;
    private readonly int[] _genres;
    private readonly float[][] _dense;
    private readonly ushort[][] _ids;
    private readonly float[][] _trees;

    public FeatureMatrix(IReadOnlyList<TrainingRow> rows)
    {
        _slots = new int[rows.Count][];
        _genres = new int[rows.Count];
        _words = new int[rows.Count];
        _dense = new float[rows.Count][];
        _ids = new ushort[rows.Count][];
        _trees = new float[rows.Count][];
        var slots = new int[FeatureExtractor.MaxSlots];
        var dense = new float[StructuralFeatures.Count];
        var ids = new ushort[FeatureExtractor.MaxWords];
        var trees = new float[TreeFeatures.Count];
        var target = new FeatureSpans { Slots = slots, Dense = dense, Words = ids, Trees = trees };
        for (var i = 0; i < rows.Count; i++)
        {
            var counts = FeatureExtractor.Extract(InputOf(rows[i]), target);
            _slots[i] = slots[..counts.Total];
            _words[i] = counts.Words;
            _genres[i] = counts.Genre;
            _dense[i] = [.. dense];
            _ids[i] = ids[..counts.Ids];
            _trees[i] = [.. trees];
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

    /// <summary>The row's words, by their slot in <see cref="WordFrequencies"/>.</summary>
    public ReadOnlySpan<ushort> Ids(int row) => _ids[row];

    /// <summary>What trees read of the row where words are as rare as <paramref name="frequencies"/> says.</summary>
    public float[] Trees(int row, WordFrequencies frequencies)
    {
        float[] values = [.. _trees[row]];
        frequencies.Fill(_ids[row], values.AsSpan(TreeFeatures.RarityAt));
        return values;
    }
}
