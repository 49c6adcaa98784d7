using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;
using AutoClaw.Core.Benchmark.Workloads.Answers;

namespace AutoClaw.Core.Benchmark.Workloads;

/// <summary>Reads what a line of the user's file says of a right answer.</summary>
internal sealed class ExpectationReader(List<string> problems)
{
    public const int MostTexts = 100;
    public const int MostPatternLength = 1000;

    public Expectation? Read(JsonElement expected)
    {
        if (expected.ValueKind != JsonValueKind.Object || expected.EnumerateObject().Count() != 1)
        {
            return Refuse("expected must be an object with one of exact, contains, contains_all, regex, json, choice");
        }

        var property = expected.EnumerateObject().First();
        var value = property.Value;
        return property.Name switch
        {
            "exact" => Texts(value, one: true) is { } texts ? new ExactText(texts) : Refuse($"exact must be text, or a list of 1 to {MostTexts} texts of which any will do"),
            "contains" => value.ValueKind == JsonValueKind.String && Texts(value, one: true) is { } texts ? new ContainedTexts(texts) : Refuse("contains must be text that is not empty"),
            "contains_all" => Texts(value, one: false) is { } texts ? new ContainedTexts(texts) : Refuse($"contains_all must be a list of 1 to {MostTexts} texts"),
            "regex" => Pattern(value),
            "json" => value.ValueKind is (JsonValueKind.Object or JsonValueKind.Array) && JsonText.Read(value.GetRawText()) is not null ? new JsonFields(value.GetRawText(), []) : Refuse("json must be an object or a list, of whole characters and at most 32 deep"),
            "choice" => value.ValueKind == JsonValueKind.String && value.GetString() is [>= 'A' and <= 'Z' and var letter]
                ? new ChoiceAnswer(letter, Math.Max(4, letter - 'A' + 1))
                : Refuse("choice must be one capital letter"),
            _ => Refuse($"expected.{property.Name} is not known; known are exact, contains, contains_all, regex, json, choice"),
        };
    }

    private static ImmutableArray<string>? Texts(JsonElement value, bool one)
    {
        JsonElement[] items = value.ValueKind switch
        {
            JsonValueKind.String when one => [value],
            JsonValueKind.Array => [.. value.EnumerateArray().Take(MostTexts + 1)],
            _ => [],
        };
        return items.Length is >= 1 and <= MostTexts && items.All(item => item.ValueKind == JsonValueKind.String && !string.IsNullOrWhiteSpace(item.GetString()))
            ? [.. items.Select(item => item.GetString()!)]
            : null;
    }

    private Expectation? Pattern(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String || value.GetString() is not { Length: >= 1 and <= MostPatternLength } pattern)
        {
            return Refuse($"regex must be text of 1 to {MostPatternLength} characters");
        }

        try
        {
            _ = new Regex(pattern, RegexOptions.CultureInvariant, MatchedPattern.Timeout);
            return new MatchedPattern(pattern);
        }
        catch (ArgumentException exception)
        {
            return Refuse($"regex is not one: {exception.Message}");
        }
    }

    private Expectation? Refuse(string problem)
    {
        problems.Add(problem);
        return null;
    }
}
