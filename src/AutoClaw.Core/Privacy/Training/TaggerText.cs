using System.IO.Hashing;
using System.Text;

namespace AutoClaw.Core.Privacy.Training;

/// <summary>A text with what stands where in it.</summary>
/// <param name="Id">Unique among the texts.</param>
/// <param name="Template">Texts of one template differ in names and numbers alone, so that they never part at a split.</param>
/// <param name="Text">The text.</param>
/// <param name="Spans">In order; of the types that the tagger finds, and of others.</param>
public sealed record TaggerText(string Id, string Template, string Text, IReadOnlyList<PiiSpan> Spans)
{
    private const uint SplitPrime = 0x01000193;

    /// <summary>
    /// True for the two fifths of all templates that the shipped tagger was not trained on. Depends on the template alone, which the two
    /// shared files number alike.
    /// </summary>
    public bool IsHeldOut => Crc32.HashToUInt32(Encoding.UTF8.GetBytes($"pii-template-{Template}")) % 10 < 4;

    /// <summary>The fold (0 to <paramref name="folds"/> - 1) of the template. Independent of the hold-out.</summary>
    public int Fold(int folds) => (int)(Part(Template, "fold") % (uint)folds);

    internal static uint Part(string key, string purpose)
    {
        var hash = 0x811C9DC5;
        foreach (var c in purpose.AsSpan())
        {
            hash = (hash ^ c) * SplitPrime;
        }

        foreach (var c in key.AsSpan())
        {
            hash = (hash ^ c) * SplitPrime;
        }

        hash = (hash ^ (hash >> 15)) * 0x2C1B3C6D;
        return hash ^ (hash >> 13);
    }
}
