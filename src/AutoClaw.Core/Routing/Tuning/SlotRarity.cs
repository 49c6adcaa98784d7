namespace AutoClaw.Core.Routing.Tuning;

/// <summary>
/// How much a slot counts: by its rarity in the user's own rows where they have it, else as in the running model. A slot that the
/// running model never saw counts nothing there, so without this a domain's own words could not be learned.
/// </summary>
internal sealed class SlotRarity
{
    private readonly float[] _rarity;
    private readonly bool[] _seen = new bool[FeatureExtractor.SlotCount];

    public SlotRarity(RouterModel running, IReadOnlyList<TuningRow> rows)
    {
        _rarity = RunningOf(running);
        var rowsWith = new int[FeatureExtractor.SlotCount];
        foreach (var row in rows)
        {
            // Words and grams may share a slot; counting it twice would make it common.
            foreach (var slot in row.Features.Slots.Distinct())
            {
                rowsWith[slot]++;
            }
        }

        for (var slot = 0; slot < rowsWith.Length; slot++)
        {
            if (rowsWith[slot] > 0)
            {
                _seen[slot] = true;
                _rarity[slot] = MathF.Log(rows.Count / (float)rowsWith[slot]);
            }
        }
    }

    public float this[int slot] => _rarity[slot];

    /// <summary>True if one of the user's rows has the slot.</summary>
    public bool IsSeen(int slot) => _seen[slot];

    public float Norm(ReadOnlySpan<int> slots) => Norm(_rarity, slots);

    public static float[] RunningOf(RouterModel running)
    {
        var rarity = new float[FeatureExtractor.SlotCount];
        for (var slot = 0; slot < rarity.Length; slot++)
        {
            rarity[slot] = RouterWeights.UnpackSquare(running.Parts.Linear.Slots[(RouterWeights.SlotBytes * slot) + 2]);
        }

        return rarity;
    }

    public static float Norm(float[] rarity, ReadOnlySpan<int> slots)
    {
        var squares = 0f;
        foreach (var slot in slots)
        {
            squares += rarity[slot] * rarity[slot];
        }

        return RouterWeights.Norm(squares);
    }
}
