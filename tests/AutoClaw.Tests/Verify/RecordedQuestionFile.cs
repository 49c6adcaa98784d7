using System.Text.Json;

namespace AutoClaw.Tests.Verify;

/// <summary>Made-up recorded answers in a file: the small model is wrong on hard questions, where the second one disagrees with it.</summary>
internal sealed class RecordedQuestionFile : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("autoclaw-cascade-").FullName;

    public RecordedQuestionFile(params IEnumerable<string> lines) => File.WriteAllLines(Path, lines);

    public string Path => System.IO.Path.Combine(_folder, "answers.jsonl");

    public static IEnumerable<string> Lines(int count) => Enumerable.Range(0, count).Select(Line);

    // Every third question is hard. Its text does not say so, so that only the check can tell.
    public static string Line(int i)
    {
        var hard = i % 3 == 0;
        var answers = new Dictionary<string, object>
        {
            ["small-8B"] = new { answer = hard ? "1" : "2", score = hard ? 0 : 1, chars = 100 },
            ["other"] = new { answer = "2.0", score = 1, chars = 90 },
            ["mute"] = new { answer = (string?)null, score = 0, chars = 5 },
        };
        return JsonSerializer.Serialize(new
        {
            id = $"q{i}", source = i % 2 == 0 ? "even" : "odd", prompt = $"question {i * 7919 % 1000}", key = $"k{i}", domain = "d", strong_score = 1, local = answers,
        });
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
