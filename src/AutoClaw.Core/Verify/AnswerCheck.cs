using System.Text.Json;

namespace AutoClaw.Core.Verify;

/// <summary>Checks of an answer that cost nothing but a look at it. Each gives null where all is well, else a code of <see cref="Verdict"/>.</summary>
public static class AnswerCheck
{
    // Longer texts that begin with an apology usually go on to answer.
    private const int LongestRefusal = 400;

    private static readonly string[] Refusals =
    [
        "i can't", "i cannot", "i can not", "i'm unable", "i am unable", "i'm not able", "i am not able", "i won't", "i'm sorry, but", "i am sorry, but",
        "sorry, but i", "sorry, i can", "i apologize, but", "i don't know", "i do not know", "as an ai",
    ];

    /// <summary>Well-formed tool arguments in every call, and the form that the request asked for where there is no call.</summary>
    public static string? Format(CheckedAnswer answer, AnswerFormat format)
    {
        foreach (var choice in answer.Choices)
        {
            if (!choice.ToolArguments.All(IsJsonObject))
            {
                return Verdict.ToolArguments;
            }

            if (choice.ToolArguments.Count == 0 && !format.Holds(choice.Content))
            {
                return Verdict.Format;
            }
        }

        return null;
    }

    /// <summary>No refusal: said in its own field, by the finish reason, or by how a short text begins (English only).</summary>
    public static string? Refusal(CheckedAnswer answer) => answer.Choices.Any(IsRefusal) ? Verdict.Refusal : null;

    /// <summary>Not cut at the token limit, no code block left open, and not empty.</summary>
    public static string? Truncation(CheckedAnswer answer) => answer.Choices.Any(choice => choice.FinishReason == "length" || IsCut(choice)) ? Verdict.Truncated : null;

    /// <summary>The <paramref name="quantile"/> of the tokens' log probabilities is at least <paramref name="min"/> in every choice.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="quantile">0 (the least likely token) to 1 (the most likely one).</param>
    /// <param name="min">Natural logarithm, at most 0.</param>
    public static string? Logprobs(CheckedAnswer answer, double quantile, double min)
    {
        foreach (var choice in answer.Choices)
        {
            if (choice.Logprobs.Count == 0)
            {
                return Verdict.NoLogprobs;
            }

            var sorted = choice.Logprobs.Order().ToArray();
            if (sorted[(int)Math.Floor(quantile * (sorted.Length - 1))] < min)
            {
                return Verdict.Logprobs;
            }
        }

        return null;
    }

    /// <summary>
    /// The cloud is expected to gain at most <paramref name="max"/> over the first choice. Passes what has no final answer to go by: the
    /// scorer has learnt from questions with one, and knows nothing of free text or tool calls.
    /// </summary>
    /// <param name="answer">The answer.</param>
    /// <param name="scorer">Of <see cref="AnswerFeatures"/>.</param>
    /// <param name="promptScore">The router's score, -1 to 1.</param>
    /// <param name="promptBytes">Length of the last user message.</param>
    /// <param name="max">-1 to 1.</param>
    public static string? Scorer(CheckedAnswer answer, GainScorer scorer, double promptScore, int promptBytes, double max)
    {
        var content = answer.Choices[0].Content;
        if (FinalAnswerFinder.Find(content) is not { } found)
        {
            return null;
        }

        Span<double> features = stackalloc double[AnswerFeatures.Count];
        features.Clear();
        AnswerFeatures.Fill(found, content.Length, promptScore, promptBytes, features);
        return scorer.Score(features) <= max ? null : Verdict.Scorer;
    }

    /// <summary>The first choices are at least <paramref name="similarity"/> alike; of tool calls, the arguments.</summary>
    public static string? Agreement(CheckedAnswer answer, CheckedAnswer other, double similarity) =>
        AnswerSimilarity.Between(Said(answer.Choices[0]), Said(other.Choices[0])) >= similarity ? null : Verdict.Disagreement;

    private static string Said(CheckedChoice choice) => choice.ToolArguments.Count == 0 ? choice.Content : string.Join(' ', choice.ToolArguments);

    private static bool IsRefusal(CheckedChoice choice)
    {
        var text = choice.Content.AsSpan().TrimStart();
        if (choice.Refusal is { Length: > 0 } || choice.FinishReason == "content_filter")
        {
            return true;
        }

        // Typographic apostrophes are how some models write.
        var start = text[..Math.Min(text.Length, 32)].ToString().Replace('’', '\'');
        return text.Length <= LongestRefusal && Refusals.Any(words => start.StartsWith(words, StringComparison.OrdinalIgnoreCase));
    }

    private static bool IsCut(CheckedChoice choice)
    {
        if (choice.ToolArguments.Count > 0 || choice.Refusal is { Length: > 0 })
        {
            return false;
        }

        var fences = choice.Content.AsSpan().Count("```");
        return string.IsNullOrWhiteSpace(choice.Content) || fences % 2 == 1;
    }

    private static bool IsJsonObject(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
