namespace AutoClaw.Core.Routing.Tuning;

/// <summary>What a model says of requests whose text is gone: the same as it says of the text.</summary>
internal static class RunningScores
{
    public static float Of(RouterModel model, PromptFeatures features)
    {
        var (words, grams) = (Sum(model, features.WordSlots), Sum(model, features.GramSlots));
        var (wordNorm, gramNorm) = (RouterWeights.PackedNorm(words.Squares), RouterWeights.PackedNorm(grams.Squares));
        var local = ((words.Local * wordNorm) + (grams.Local * gramNorm)) * model.LocalScale;
        var cloud = ((words.Cloud * wordNorm) + (grams.Cloud * gramNorm)) * model.CloudScale;
        var dense = model.Dense[RouterWeights.DenseAt(features.Genre)..];
        for (var i = 0; i < features.Dense.Length; i++)
        {
            local += features.Dense[i] * dense[2 * i];
            cloud += features.Dense[i] * dense[(2 * i) + 1];
        }

        return RouterWeights.Sigmoid(local) - RouterWeights.Sigmoid(cloud);
    }

    private static (int Local, int Cloud, int Squares) Sum(RouterModel model, ReadOnlySpan<int> slots)
    {
        int local = 0, cloud = 0, squares = 0;
        foreach (var slot in slots)
        {
            var at = model.Slots[(RouterWeights.SlotBytes * slot)..];
            local += (sbyte)at[0];
            cloud += (sbyte)at[1];
            squares += at[2];
        }

        return (local, cloud, squares);
    }
}
