using System.Collections.Immutable;
using System.Text;
using AutoClaw.Core.Wire;
using static System.FormattableString;

namespace AutoClaw.Core.Benchmark.Workloads.Mmlu;

/// <summary>How a question is put under each protocol.</summary>
public static class MmluPrompts
{
    /// <summary>The workload's name of the chain of thought.</summary>
    public const string ChainOfThoughtWorkload = "mmlu-cot-0shot";

    /// <summary>The workload's name of the likelihood.</summary>
    public const string LikelihoodWorkload = "mmlu-likelihood-5shot";

    /// <summary>No examples; the letter is read from the last statement such as <c>The answer is (B)</c>.</summary>
    public static BenchPrompt ChainOfThought(MmluQuestion question)
    {
        ArgumentNullException.ThrowIfNull(question);
        var text = new StringBuilder($"The following is a multiple choice question about {Name(question.Subject)}. Think it through step by step. Then finish with one line \"The answer is (X)\", where X is the letter of the right choice.\n\n{question.Question}\n");
        for (var i = 0; i < question.Choices.Length; i++)
        {
            text.Append(Invariant($"({(char)('A' + i)}) {question.Choices[i]}\n"));
        }

        return Prompt(question, ChainOfThoughtWorkload, text.ToString(), 2048);
    }

    /// <summary>Text to be continued, not a message to be answered: its next token's log-probabilities decide, see <see cref="MostLikely"/>.</summary>
    public static BenchPrompt Likelihood(MmluQuestion question, ImmutableArray<MmluQuestion> examples)
    {
        ArgumentNullException.ThrowIfNull(question);
        var text = new StringBuilder($"The following are multiple choice questions (with answers) about {Name(question.Subject)}.\n\n");
        foreach (var example in examples)
        {
            text.Append(Asked(example)).Append(' ').Append(example.Answer).Append("\n\n");
        }

        return Prompt(question, LikelihoodWorkload, text.Append(Asked(question)).ToString(), 1);
    }

    /// <summary>The letter whose token is the most likely; letters that are not among the tokens are less likely than those that are.</summary>
    /// <param name="tokens">The next token's alternatives with their log-probabilities.</param>
    /// <returns>Null: no letter is among them, or two are as likely as each other; a parse failure.</returns>
    public static char? MostLikely(IEnumerable<(string Token, double LogProbability)> tokens)
    {
        ArgumentNullException.ThrowIfNull(tokens);

        // With and without the space: tokenizers differ in whose it is. The likelier of the two stands for the letter.
        var letters = tokens.Where(token => !double.IsNaN(token.LogProbability) && Letter(token.Token) is not null)
            .GroupBy(token => Letter(token.Token)!.Value, (letter, same) => (Letter: letter, Best: same.Max(token => token.LogProbability)))
            .OrderByDescending(letter => letter.Best).ToArray();
        return letters.Length == 0 || (letters.Length > 1 && letters[0].Best.Equals(letters[1].Best)) ? null : letters[0].Letter;
    }

    private static char? Letter(string token) => token.TrimStart(' ', '\u2581', '\u0120') is [>= 'A' and <= 'D' and var letter] ? letter : null;

    private static BenchPrompt Prompt(MmluQuestion question, string workload, string text, int maxTokens) => new()
    {
        Id = Invariant($"{workload}/{question.Subject}/{question.Number}"),
        Workload = workload,
        Messages = [new BenchMessage(MessageRole.User, text)],
        MaxTokens = maxTokens,
        Expected = new ChoiceAnswer(question.Answer),
        Reference = $"The answer is ({question.Answer})",
    };

    private static string Asked(MmluQuestion question) =>
        question.Question + string.Concat(question.Choices.Select((choice, i) => $"\n{(char)('A' + i)}. {choice}")) + "\nAnswer:";

    private static string Name(string subject) => subject.Replace('_', ' ');
}
