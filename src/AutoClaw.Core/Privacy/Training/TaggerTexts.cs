using System.Text.Json;
using AutoClaw.Core.Routing.Training;

namespace AutoClaw.Core.Privacy.Training;

/// <summary>Labelled texts read from JSON lines: <c>{id, text, spans: [{start, end, type}], template_id}</c>, offsets in UTF-16 units.</summary>
/// <param name="Texts">What could be read.</param>
/// <param name="Errors">What could not.</param>
public sealed record TaggerTexts(IReadOnlyList<TaggerText> Texts, IReadOnlyList<DatasetError> Errors)
{
    /// <summary>Reads the files, and the <c>*.jsonl</c> files of directories, that hold such lines; lines without a template are left out.</summary>
    public static TaggerTexts Read(IEnumerable<string> paths)
    {
        var texts = new List<TaggerText>();
        var errors = new List<DatasetError>();
        foreach (var path in paths)
        {
            try
            {
                var files = Directory.Exists(path) ? Directory.GetFiles(path, "*.jsonl").Order(StringComparer.Ordinal).ToArray() : [path];
                foreach (var file in files)
                {
                    ReadFile(file, texts, errors);
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                errors.Add(new DatasetError(path, 0, e.Message));
            }
        }

        return new TaggerTexts(texts, errors);
    }

    /// <summary>The type that a label stands for; the names of two collections differ.</summary>
    internal static PiiType? TypeOf(string label) => label switch
    {
        "ADDRESS" => PiiType.StreetAddress,
        "GPE" => PiiType.Location,
        _ => PiiTypes.TryParse(label, out var type) ? type : null,
    };

    private static void ReadFile(string file, List<TaggerText> texts, List<DatasetError> errors)
    {
        var number = 0;
        foreach (var line in File.ReadLines(file))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line))
            {
                continue;
            }

            try
            {
                using var row = JsonDocument.Parse(line);
                if (row.RootElement.TryGetProperty("template_id", out var template))
                {
                    texts.Add(Row(row.RootElement, template.ToString()));
                }
            }
            catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or ArgumentException)
            {
                errors.Add(new DatasetError(file, number, $"not a labelled text: {e.Message}"));
            }
        }
    }

    private static TaggerText Row(JsonElement row, string template)
    {
        var text = row.GetProperty("text").GetString() ?? throw new ArgumentException("'text' is null");
        var spans = new List<PiiSpan>();
        foreach (var span in row.GetProperty("spans").EnumerateArray())
        {
            var start = span.GetProperty("start").GetInt32();
            var end = span.GetProperty("end").GetInt32();
            var label = span.GetProperty("type").GetString() ?? "";
            if (start < 0 || end <= start || end > text.Length)
            {
                throw new ArgumentException($"the span {start} to {end} is not within the text");
            }

            if (TypeOf(label) is { } type)
            {
                spans.Add(new PiiSpan(start, end, type, 1f));
            }
        }

        spans.Sort(static (a, b) => a.Start.CompareTo(b.Start));
        return new TaggerText(row.GetProperty("id").GetString() ?? "", template, text, Merged(text, spans));
    }

    /// <summary>A house number and its street are labelled as two in some rows and as one in others: one here.</summary>
    private static List<PiiSpan> Merged(string text, List<PiiSpan> spans)
    {
        var merged = new List<PiiSpan>();
        foreach (var span in spans)
        {
            if (span.Type == PiiType.StreetAddress && merged.Count > 0 && merged[^1] is { Type: PiiType.StreetAddress } before
                && string.IsNullOrWhiteSpace(text[before.End..span.Start]))
            {
                merged[^1] = before with { End = span.End };
            }
            else if (merged.Count == 0 || span.Start >= merged[^1].End)
            {
                merged.Add(span);
            }
        }

        return merged;
    }
}
