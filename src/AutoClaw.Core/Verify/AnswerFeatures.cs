namespace AutoClaw.Core.Verify;

/// <summary>What the learned scorer reads of a prompt and the answer to it.</summary>
public static class AnswerFeatures
{
    /// <summary>Features of one answer.</summary>
    public const int Count = (Kinds * PerKind) + 1;

    /// <summary>Letter, number, text, and no final answer.</summary>
    internal const int Kinds = 4;

    private const int PerKind = 3;

    // About the median length of answers and prompts in characters, so that the logarithms lie around 0.
    private const double TypicalChars = 400;

    /// <param name="answer">The final answer; null where none was found.</param>
    /// <param name="chars">Length of the whole answer in characters.</param>
    /// <param name="promptScore">The router's score of the prompt, -1 to 1.</param>
    /// <param name="promptBytes">Length of the prompt.</param>
    /// <param name="features">At least <see cref="Count"/>, all 0.</param>
    public static void Fill(FinalAnswer? answer, int chars, double promptScore, int promptBytes, Span<double> features)
    {
        var at = KindOf(answer) * PerKind;
        features[at] = 1;
        features[at + 1] = promptScore;
        features[at + 2] = LogLength(chars);
        features[Count - 1] = LogLength(promptBytes);
    }

    internal static int KindOf(FinalAnswer? answer) => answer is { } known ? (int)known.Kind : Kinds - 1;

    internal static double LogLength(double length) => Math.Log((1 + length) / TypicalChars);
}
