namespace AutoClaw.Core.Routing.Tuning;

/// <summary>What a model says of requests whose text is gone: the same as it says of the text.</summary>
internal static class RunningScores
{
    public static float Of(RouterModel model, PromptFeatures features) => model.Score(features.Spans(), features.Counts).Score;

    /// <summary>Logits of the trees alone, with their full say.</summary>
    public static (float Local, float Cloud) Trees(RouterModel model, PromptFeatures features)
    {
        var spans = features.Spans();
        model.Parts.Frequencies.Fill(spans.Words, spans.Trees[TreeFeatures.RarityAt..]);
        return (model.Parts.LocalTrees.Logit(spans.Trees), model.Parts.CloudTrees.Logit(spans.Trees));
    }
}
