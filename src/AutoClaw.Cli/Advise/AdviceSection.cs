using System.Collections.Immutable;

namespace AutoClaw.Cli.Advise;

/// <summary>A part of the advice, for a terminal or a document alike.</summary>
/// <param name="Title">Its heading.</param>
/// <param name="Heads">Of the columns; empty where the rows are sentences.</param>
/// <param name="Rows">One cell a column, or one sentence.</param>
internal sealed record AdviceSection(string Title, ImmutableArray<string> Heads, ImmutableArray<string[]> Rows)
{
    public static AdviceSection Sentences(string title, IEnumerable<string> sentences) => new(title, [], [.. sentences.Select(static text => new[] { text })]);
}
