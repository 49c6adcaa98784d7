using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using AutoClaw.Core.Routing.Training;

namespace AutoClaw.Core.Verify.Training;

/// <summary>A file of recorded answers, one JSON object a line.</summary>
/// <param name="Questions">In the file's order.</param>
/// <param name="Errors">What could not be read; the questions leave those out.</param>
/// <param name="Hash">SHA-256 of the file, lower-case hexadecimal; empty if it can't be read.</param>
public sealed record RecordedQuestions(IReadOnlyList<RecordedQuestion> Questions, IReadOnlyList<DatasetError> Errors, string Hash)
{
    public static RecordedQuestions Read(string file)
    {
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new RecordedQuestions([], [new DatasetError(file, 0, e is FileNotFoundException or DirectoryNotFoundException ? "no such file" : e.Message)], "");
        }

        var questions = ImmutableArray.CreateBuilder<RecordedQuestion>();
        var errors = ImmutableArray.CreateBuilder<DatasetError>();
        using var lines = new StreamReader(new MemoryStream(bytes), Encoding.UTF8);
        for (var number = 1; lines.ReadLine() is { } line; number++)
        {
            if (string.IsNullOrWhiteSpace(line))
            {
                continue;
            }

            if (RecordedQuestionReader.Read(line, out var error) is { } question)
            {
                questions.Add(question);
            }
            else
            {
                errors.Add(new DatasetError(file, number, error ?? "unreadable"));
            }
        }

        return new RecordedQuestions(questions.ToImmutable(), errors.ToImmutable(), Convert.ToHexStringLower(SHA256.HashData(bytes)));
    }
}
