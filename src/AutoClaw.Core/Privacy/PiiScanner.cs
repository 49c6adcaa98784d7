using System.Buffers;
using AutoClaw.Core.Privacy.Recognisers;
using AutoClaw.Core.Privacy.Tagger;

namespace AutoClaw.Core.Privacy;

/// <summary>
/// Finds what in a text tells of somebody, as far as form, checksum and context words can. One vectorised search for the characters that
/// anything here needs (a digit, an @), then a table of recognisers by the shape of the word found: text without them costs next to
/// nothing, and nothing is allocated until something is found. Immutable; any thread may use it.
/// </summary>
public sealed class PiiScanner
{
    /// <summary>What a span's score must reach by default: below are forms that any number can have, with no word near that says so.</summary>
    public const float DefaultLeastScore = 0.5f;

    private const int Shapes = 3;

    private readonly PiiTypeSet _types;
    private readonly float _leastScore;
    private readonly SearchValues<char> _signs;
    private readonly WordRecogniser[][] _byWord = new WordRecogniser[Shapes * (WordRecogniser.LongestWord + 1)][];
    private readonly SignRecogniser[][] _bySign = new SignRecogniser[128][];
    private readonly TextRecogniser[] _wholeText;
    private readonly PiiTagger? _names;

    /// <param name="types">What to look for. Null: <see cref="DefaultTypes"/>.</param>
    /// <param name="leastScore">Drop what scores less. 0 keeps every piece that has the form of a type, without checksum or context.</param>
    /// <param name="names">Also finds names, addresses, places and organisations, all of them if <paramref name="types"/> is null.</param>
    public PiiScanner(IEnumerable<PiiType>? types = null, float leastScore = DefaultLeastScore, PiiTagger? names = null)
    {
        _types = new(types ?? (names is null ? DefaultTypes : DefaultTypes.Concat(PiiTagger.Types)));
        _leastScore = leastScore;
        _names = names;
        var recognisers = RecogniserList.All.Where(r => _types.HasAny(r.Types)).ToArray();
        _wholeText = [.. recognisers.OfType<TextRecogniser>()];
        var signs = recognisers.OfType<SignRecogniser>().ToArray();
        for (var c = 0; c < _bySign.Length; c++)
        {
            _bySign[c] = [.. signs.Where(s => s.Signs.Contains((char)c, StringComparison.Ordinal))];
        }

        var words = recognisers.OfType<WordRecogniser>().ToArray();
        for (var i = 0; i < _byWord.Length; i++)
        {
            _byWord[i] = [.. words.Where(w => w.Wants((WordShape)(i % Shapes), i / Shapes))];
        }

        var start = signs.SelectMany(static s => s.Signs).Distinct();
        _signs = SearchValues.Create([.. words.Length == 0 ? start : start.Concat("0123456789")]);
    }

    /// <summary>With <see cref="DefaultTypes"/>.</summary>
    public static PiiScanner Default { get; } = new();

    /// <summary>
    /// All that a form recognises, except what a text is full of that tells of nobody: addresses of pages and hosts, dates, postcodes and
    /// plates; and the kinds of phone number that <see cref="PiiType.PhoneNumber"/> has already.
    /// </summary>
    public static IEnumerable<PiiType> DefaultTypes => RecogniserList.DefaultTypes;

    /// <summary>Every type that has a form. Those that a tagger finds are <see cref="PiiTagger.Types"/>.</summary>
    public static IEnumerable<PiiType> KnownTypes => RecogniserList.KnownTypes;

    /// <summary>Adds what it finds to <paramref name="found"/>, in the order of the text; the spans added don't overlap.</summary>
    public void Scan(ReadOnlySpan<char> text, List<PiiSpan> found)
    {
        var first = found.Count;
        var search = new PiiSearch(text, found, _types, _leastScore);
        Look(search);
        foreach (var recogniser in _wholeText)
        {
            recogniser.Look(search);
        }

        if (_names is not null)
        {
            AddNames(_names, text, found);
        }

        PiiSpans.Merge(found, first);
    }

    private void AddNames(PiiTagger names, ReadOnlySpan<char> text, List<PiiSpan> found)
    {
        var kept = found.Count;
        names.Tag(text, found);
        for (var i = kept; i < found.Count; i++)
        {
            if (_types.Has(found[i].Type) && found[i].Score >= _leastScore)
            {
                found[kept++] = found[i];
            }
        }

        found.RemoveRange(kept, found.Count - kept);
    }

    private void Look(in PiiSearch search)
    {
        var text = search.Text;
        var wordEnd = 0;
        for (var at = 0; at < text.Length && text[at..].IndexOfAny(_signs) is >= 0 and var next;)
        {
            at += next;
            if (!char.IsAsciiDigit(text[at]))
            {
                foreach (var recogniser in _bySign[text[at]])
                {
                    recogniser.Look(search, at);
                }

                at++;
                continue;
            }

            var word = WordAt(text, at, wordEnd);
            at = wordEnd = word.End;
            if (word.Length <= WordRecogniser.LongestWord)
            {
                foreach (var recogniser in _byWord[(word.Length * Shapes) + (int)word.Shape])
                {
                    recogniser.Look(search, word);
                }
            }
        }
    }

    /// <param name="text">The text.</param>
    /// <param name="digit">The word's first digit.</param>
    /// <param name="least">Where the word before ended: looking back stops there, so that no letter is seen twice.</param>
    private static Word WordAt(ReadOnlySpan<char> text, int digit, int least)
    {
        var start = digit;
        while (start > least && char.IsAsciiLetter(text[start - 1]))
        {
            start--;
        }

        var end = digit + 1;
        var letters = start < digit;
        while (end < text.Length && char.IsAsciiLetterOrDigit(text[end]))
        {
            letters |= !char.IsAsciiDigit(text[end++]);
        }

        return new(start, end, start < digit ? WordShape.LetterFirst : letters ? WordShape.DigitFirst : WordShape.Digits);
    }
}
