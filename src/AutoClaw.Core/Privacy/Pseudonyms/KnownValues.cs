using System.Runtime.InteropServices;

namespace AutoClaw.Core.Privacy.Pseudonyms;

/// <summary>
/// Finds values that are known already wherever they stand: what was found in one sentence is not left in the next because a recogniser
/// sees less there. For one request.
/// </summary>
internal sealed class KnownValues
{
    // Shorter ones are ages and initials, which stand everywhere and mean nothing there.
    private const int Shortest = 4;

    // From here on a value that stands inside a longer word is still that value.
    private const int LongEnough = 8;

    private readonly Dictionary<ulong, Alike> _byBeginning = [];

    public void Add(PiiType type, string value)
    {
        if (value.Length >= Shortest)
        {
            ref var alike = ref CollectionsMarshal.GetValueRefOrAddDefault(_byBeginning, Beginning(value), out _);
            alike ??= new Alike([], []);
            alike.Types.TryAdd(value, type);
            alike.Lengths.Add(value.Length);
        }
    }

    /// <summary>Adds where they stand in <paramref name="text"/>; stretches may overlap.</summary>
    public void Find(ReadOnlySpan<char> text, List<PiiSpan> spans)
    {
        for (var at = 0; _byBeginning.Count > 0 && at + Shortest <= text.Length; at++)
        {
            if (!_byBeginning.TryGetValue(Beginning(text[at..]), out var alike))
            {
                continue;
            }

            var types = alike.Types.GetAlternateLookup<ReadOnlySpan<char>>();
            foreach (var length in alike.Lengths)
            {
                if (at + length <= text.Length && types.TryGetValue(text.Slice(at, length), out var type)
                    && (length >= LongEnough || StandsAlone(text, at, at + length)))
                {
                    spans.Add(new PiiSpan(at, at + length, type, 1));
                }
            }
        }
    }

    private static ulong Beginning(ReadOnlySpan<char> text) => MemoryMarshal.Read<ulong>(MemoryMarshal.AsBytes(text));

    private static bool StandsAlone(ReadOnlySpan<char> text, int start, int end) =>
        (start == 0 || !char.IsLetterOrDigit(text[start - 1])) && (end == text.Length || !char.IsLetterOrDigit(text[end]));

    // Those that begin with the same letters, by their lengths: however many there are, a place in a text costs one look for each length.
    private sealed record Alike(Dictionary<string, PiiType> Types, SortedSet<int> Lengths);
}
