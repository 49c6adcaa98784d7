namespace AutoClaw.Core.Verify.Training;

/// <summary>
/// What is known of a local answer before anything is sent to the cloud: <see cref="AnswerFeatures"/>, how the checks agree, and how long
/// their answers are. All of it is there at run time too; nothing tells the source.
/// </summary>
internal static class CascadeFeatures
{
    // A letter agrees by chance more easily than a number, and a missing answer is a kind of its own.
    private const int PerKind = 4;

    private const int Count = AnswerFeatures.Count + (AnswerFeatures.Kinds * PerKind) + 1;

    /// <param name="item">The case.</param>
    /// <param name="promptScore">The router's score of the prompt, -1 to 1, by a model that did not see this question.</param>
    public static double[] OfAnswer(CascadeCase item, double promptScore)
    {
        var features = new double[AnswerFeatures.Count];
        AnswerFeatures.Fill(item.Answer.Answer, item.Answer.Chars, promptScore, item.Question.Prompt.Length, features);
        return features;
    }

    /// <inheritdoc cref="OfAnswer"/>
    public static double[] OfAgreement(CascadeCase item, double promptScore)
    {
        var features = new double[Count];
        OfAnswer(item, promptScore).CopyTo(features, 0);
        var at = AnswerFeatures.Count + (AnswerFeatures.KindOf(item.Answer.Answer) * PerKind);
        features[at] = item.Agreement;
        features[at + 1] = item.Agreement >= 1 ? 1 : 0;
        features[at + 2] = AgainstIt(item);
        features[at + 3] = promptScore * item.Agreement;
        var checkChars = item.Checks.Count == 0 ? item.Answer.Chars : item.Checks.Average(check => check.Value.Chars);
        features[Count - 1] = Math.Log((1 + item.Answer.Chars) / (1 + checkChars));
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
