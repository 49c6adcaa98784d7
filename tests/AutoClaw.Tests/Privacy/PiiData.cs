using System.Text.Json;
using AutoClaw.Core.Privacy;
using AutoClaw.Core.Privacy.Training;

namespace AutoClaw.Tests.Privacy;

/// <summary>The shared labelled texts. Tests that need them are skipped without.</summary>
internal static class PiiData
{
    /// <summary>Each vector is about one type.</summary>
    public static IReadOnlyList<LabelledText> Vectors() => Read("presidio_recognizer_vectors.jsonl");

    /// <summary>Sentences made from templates.</summary>
    public static IReadOnlyList<LabelledText> Sentences() => [.. Read("generated_small.jsonl"), .. Read("synth_dataset_v2.jsonl")];

    /// <summary>Those sentences as the tagger's trainer reads them.</summary>
    public static IReadOnlyList<TaggerText> TaggerTexts()
    {
        var texts = Core.Privacy.Training.TaggerTexts.Read([Folder("pii")]);
        Assert.Empty(texts.Errors);
        return texts.Texts;
    }

    /// <summary>The first <paramref name="count"/> prompts of the rows that have one, taken from each file in turn.</summary>
    public static IReadOnlyList<string> Prompts(int count)
    {
        var files = Directory.GetFiles(Folder("router-data", "train"), "*.jsonl").Order(StringComparer.Ordinal).Select(File.ReadLines).Select(static f => f.GetEnumerator()).ToList();
        var prompts = new HashSet<string>();
        while (files.Count > 0 && prompts.Count < count)
        {
            files.RemoveAll(static f => !f.MoveNext());
            foreach (var file in files)
            {
                using var row = JsonDocument.Parse(file.Current);
                if (prompts.Count < count)
                {
                    prompts.Add(row.RootElement.GetProperty("prompt").GetString()!);
                }
            }
        }

        return [.. prompts];
    }

    private static List<LabelledText> Read(string file)
    {
        var path = Path.Combine(Folder("pii"), file);
        return [.. File.ReadLines(path).Select(static line =>
        {
            using var row = JsonDocument.Parse(line);
            var root = row.RootElement;
            return new LabelledText(
                root.GetProperty("text").GetString()!,
                root.TryGetProperty("template_id", out var template) ? template.GetInt32() : 0,
                root.TryGetProperty("type", out var type) && PiiTypes.TryParse(type.GetString()!, out var about) ? about : null,
                [.. root.GetProperty("spans").EnumerateArray().Select(static s => new Label(
                    s.GetProperty("start").GetInt32(), s.GetProperty("end").GetInt32(), s.GetProperty("type").GetString()!))]);
        })];
    }

    private static string Folder(params string[] parts)
    {
        var shared = Environment.GetEnvironmentVariable("AUTOCLAW_SHARED") is { Length: > 0 } given ? given : Path.Combine(MarkedDocument.Root, "..", "shared");
        var folder = Path.Combine([shared, .. parts]);
        Assert.SkipUnless(Directory.Exists(folder), $"The shared data are not here ({folder}); set AUTOCLAW_SHARED to the folder that holds them.");
        return folder;
    }
}
