using System.Numerics;

namespace AutoClaw.Core.Privacy.Tagger;

/// <summary>Words by their hash, with what they are known as. Holds no word itself; a word that is not known takes another's place once in half a million.</summary>
internal sealed class WordTable
{
    /// <summary>More than any list that we train with; a bound on what a bad file can make us build.</summary>
    public const int MaxWords = 1 << 18;

    private readonly uint[] _keys;
    private readonly WordKinds[] _values;

    /// <param name="hashes">Ascending, each once.</param>
    /// <param name="kinds">As many.</param>
    /// <exception cref="ArgumentException">They are not, or too many.</exception>
    public WordTable(uint[] hashes, WordKinds[] kinds)
    {
        if (hashes.Length != kinds.Length || hashes.Length > MaxWords)
        {
            throw new ArgumentException("the word lists differ in length or are too long");
        }

        Hashes = hashes;
        Kinds = kinds;
        var size = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, 2 * hashes.Length));
        _keys = new uint[size];
        _values = new WordKinds[size];
        for (var i = 0; i < hashes.Length; i++)
        {
            if (hashes[i] == 0 || (i > 0 && hashes[i] <= hashes[i - 1]))
            {
                throw new ArgumentException("the word list is not in order");
            }

            var at = (int)hashes[i] & (size - 1);
            while (_keys[at] != 0)
            {
                at = (at + 1) & (size - 1);
            }

            _keys[at] = hashes[i];
            _values[at] = kinds[i];
        }
    }

    public uint[] Hashes { get; }

    public WordKinds[] Kinds { get; }

    public WordKinds Of(uint hash)
    {
        var keys = _keys;
        var at = (int)hash & (keys.Length - 1);
        while (keys[at] != hash)
        {
            // At most half of the places are taken, so there is an empty one.
            if (keys[at] == 0)
            {
                return WordKinds.None;
            }

            at = (at + 1) & (keys.Length - 1);
        }

        return _values[at];
    }
}
