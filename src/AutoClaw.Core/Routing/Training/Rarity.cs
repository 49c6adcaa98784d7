namespace AutoClaw.Core.Routing.Training;

/// <summary>
/// How much a slot counts: the logarithm of how rare it is among the rows. A slot that fewer than two rows have counts nothing: its
/// weight could only learn that row by heart.
/// </summary>
internal static class Rarity
{
    public static float[] Of(FeatureMatrix features, int[] rows)
    {
        var rowsWith = new int[FeatureExtractor.SlotCount];
        var lastRow = new int[FeatureExtractor.SlotCount];
        Array.Fill(lastRow, -1);
        foreach (var row in rows)
        {
            foreach (var slot in features.Slots(row))
            {
                rowsWith[slot] += lastRow[slot] == row ? 0 : 1;
                lastRow[slot] = row;
            }
        }

        return rowsWith.Select(n => n < 1 ? 0f : MathF.Log(rows.Length / (float)n)).ToArray();
    }
}
