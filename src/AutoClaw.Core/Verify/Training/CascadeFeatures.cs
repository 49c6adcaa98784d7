namespace AutoClaw.Core.Verify.Training;

/// <summary>
/// What is known of a local answer before anything is sent to the cloud: what the router said of the prompt, how the checks agree, and
/// how long the answers are. All of it is there at run time too; nothing tells the source.
/// </summary>
internal static class CascadeFeatures
{
    /// <summary>Features of one case.</summary>
    public const int Count = Kinds * PerKind + Others;

    // A letter agrees by chance more easily than a number, and a missing answer is a kind of its own.
    private const int Kinds = 4;
    private const int PerKind = 6;
    private const int Others = 3;

    // About the median length of answers and prompts in characters, so that the logarithms lie around 0.
    private const double TypicalChars = 400;

    /// <param name="item">The case.</param>
    /// <param name="promptScore">The router's score of the prompt, -1 to 1, by a model that did not see this question.</param>
    public static double[] Of(CascadeCase item, double promptScore)
    {
        var features = new double[Count];
        var kind = item.Answer.Answer is { } own ? (int)own.Kind : Kinds - 1;
        var at = kind * PerKind;
        features[at] = 1;
        features[at + 1] = promptScore;
        features[at + 2] = item.Agreement;
        features[at + 3] = item.Agreement >= 1 ? 1 : 0;
        features[at + 4] = AgainstIt(item);
        features[at + 5] = promptScore * item.Agreement;

        var others = Kinds * PerKind;
        var checkChars = item.Checks.Count == 0 ? item.Answer.Chars : item.Checks.Average(check => check.Value.Chars);
        features[others] = Math.Log((1 + item.Answer.Chars) / TypicalChars);
        features[others + 1] = Math.Log((1 + item.Answer.Chars) / (1 + checkChars));
        features[others + 2] = Math.Log((1 + item.Question.Prompt.Length) / TypicalChars);
        return features;
    }

    // Share of the checks that agree with each other on something else.
    private static double AgainstIt(CascadeCase item)
    {
        var largest = item.Checks.Select(check => check.Value.Answer).Where(answer => answer is not null && answer != item.Answer.Answer)
            .CountBy(answer => answer!.Value).Select(group => group.Value).DefaultIfEmpty(0).Max();
        return item.Checks.Count == 0 ? 0 : largest / (double)item.Checks.Count;
    }
}
