namespace AutoClaw.Core.Verify.Training;

/// <summary>A question with the model whose answer the client would get, and those that may check it.</summary>
/// <param name="Question">What was asked.</param>
/// <param name="Model">The answering local model's name.</param>
/// <param name="Answer">Its answer.</param>
/// <param name="Checks">The other local models' answers, by name in ordinal order.</param>
internal sealed record CascadeCase(RecordedQuestion Question, string Model, RecordedAnswer Answer, IReadOnlyList<KeyValuePair<string, RecordedAnswer>> Checks)
{
    /// <param name="question">What was asked.</param>
    /// <param name="options">Who answers and who checks; the first name in ordinal order answers where none is wanted.</param>
    public static CascadeCase Create(RecordedQuestion question, CascadeOptions options)
    {
        var names = question.Local.Keys.Order(StringComparer.Ordinal).ToArray();
        var model = options.Local.Select(part => names.FirstOrDefault(name => Matches(name, part))).FirstOrDefault(name => name is not null) ?? names[0];
        var checks = names.Where(name => name != model && (options.Checks.Count == 0 || options.Checks.Any(part => Matches(name, part))));
        return new CascadeCase(question, model, question.Local[model], [.. checks.Select(name => KeyValuePair.Create(name, question.Local[name]))]);

        static bool Matches(string name, string part) => name.Contains(part, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>1 where the check has the same final answer, 0 where it has another or either has none.</summary>
    public static int Agrees(RecordedAnswer answer, RecordedAnswer check) => answer.Answer is { } own && check.Answer == own ? 1 : 0;

    /// <summary>Share of the checks with the same final answer, 0 to 1; 0 without checks.</summary>
    public double Agreement => Checks.Count == 0 ? 0 : Checks.Average(check => Agrees(Answer, check.Value));
}
