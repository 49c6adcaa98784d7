namespace AutoClaw.Core.Routing;

/// <summary>
/// What the trees and the familiarity guard read: the plain structural values, then the text's shape, then how rare its words are.
/// </summary>
internal static class TreeFeatures
{
    /// <summary>Where the text's shape begins; before it are the plain structural values.</summary>
    public const int ShapeAt = StructuralFeatures.Plain;

    private const int ShapeCount = 16;

    /// <summary>Where <see cref="WordFrequencies"/> writes its values: the only ones that depend on what a model was trained on.</summary>
    public const int RarityAt = ShapeAt + ShapeCount;

    public const int Count = RarityAt + WordFrequencies.Features;

    /// <summary>True for the values that no training row has: their distance to the training rows says nothing about the text.</summary>
    public static bool IsConversation(int feature) =>
        feature is StructuralFeatures.ToolsAt or StructuralFeatures.TurnsAt or StructuralFeatures.ContextAt;

    /// <summary>Fills all but the values of <see cref="WordFrequencies"/>.</summary>
    public static void Fill(ReadOnlySpan<float> dense, in TextShape shape, Span<float> features)
    {
        dense[..ShapeAt].CopyTo(features);
        var x = features[ShapeAt..];
        var perOption = shape.Options == 0 ? 0f : 1f / shape.Options;
        x[0] = Log(shape.StemBytes);
        x[1] = Log(shape.MeanOption);
        x[2] = Log(shape.LongestOption);
        x[3] = Log(shape.ShortestOption);
        x[4] = Log(shape.OptionSpread);

        // -1: no options at all is another case than options without digits.
        x[5] = shape.Options == 0 ? -1f : shape.OptionsWithDigit * perOption;
        x[6] = shape.Options == 0 ? -1f : shape.NumericOptions * perOption;
        x[7] = shape.Numbers;
        x[8] = Log(shape.Largest);
        x[9] = Log(shape.Smallest);
        x[10] = shape.Equal;
        x[11] = shape.Backslashes;
        x[12] = shape.Parentheses;
        x[13] = shape.SingleLetters;
        x[14] = shape.Capitals / (float)Math.Max(1, shape.Words);
        x[15] = shape.LongestWord;
    }

    private static float Log(int value) => StructuralFeatures.Log(value);
}
