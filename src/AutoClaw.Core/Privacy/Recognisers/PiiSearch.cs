namespace AutoClaw.Core.Privacy.Recognisers;

/// <summary>One text being searched, and where what is found goes.</summary>
internal readonly ref struct PiiSearch
{
    private readonly List<PiiSpan> _found;
    private readonly PiiTypeSet _types;
    private readonly float _leastScore;
    private readonly int _contentStart;
    private readonly int _contentEnd;

    public PiiSearch(ReadOnlySpan<char> text, List<PiiSpan> found, PiiTypeSet types, float leastScore)
    {
        Text = text;
        _found = found;
        _types = types;
        _leastScore = leastScore;
        _contentStart = text.Length - text.TrimStart().Length;
        _contentEnd = text.TrimEnd().Length;
    }

    public ReadOnlySpan<char> Text { get; }

    public bool Seeks(PiiType type) => _types.Has(type);

    /// <summary>Whether a piece is all that the text says, as in the arguments of a tool and the fields of a form: nothing there speaks against it.</summary>
    public bool IsAll(int start, int end) => start <= _contentStart && end >= _contentEnd;

    public void Report(int start, int end, PiiType type, float score)
    {
        if (score >= _leastScore && score > 0 && _types.Has(type))
        {
            _found.Add(new(start, end, type, score));
        }
    }
}
