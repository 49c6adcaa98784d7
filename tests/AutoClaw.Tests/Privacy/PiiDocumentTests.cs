using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using AutoClaw.Core.Privacy;

namespace AutoClaw.Tests.Privacy;

/// <summary>What docs/privacy.md says of the content scan is so.</summary>
public sealed partial class PiiDocumentTests
{
    /// <summary>With the F2 that presidio-research printed for its customised analyzer (notebook 5, November 2024), by tokens of sentences of the same generator.</summary>
    private static readonly (string Name, string Presidio)[] Labels =
        [("CREDIT_CARD", "1.000"), ("IBAN_CODE", "1.000"), ("US_SSN", ".990"), ("EMAIL_ADDRESS", "1.000"), ("IP_ADDRESS", ".888"), ("PHONE_NUMBER", ".824")];

    [Fact]
    public void Table_EveryType_IsThereOnceAndSaysWhetherItIsLookedFor()
    {
        var told = File.ReadLines(Path.Combine(MarkedDocument.Root, "docs", "privacy.md"))
            .SkipWhile(static line => line != "| types | how | on |").Skip(2).TakeWhile(static line => line.StartsWith('|'))
            .SelectMany(static line => Name().Matches(line.Split('|')[1]).Select(name => (Name: name.Value, On: line.TrimEnd('|', ' ').Split('|')[^1].Trim())))
            .ToList();
        Assert.Equal(PiiScanner.KnownTypes.Select(PiiTypes.NameOf).Order(StringComparer.Ordinal), told.Select(static t => t.Name).Order(StringComparer.Ordinal));
        Assert.All(told, static t => Assert.Equal(PiiScanner.DefaultTypes.Select(PiiTypes.NameOf).Contains(t.Name) ? "yes" : "no", t.On));
    }

    [Fact]
    public void Scores_TemplatesHeldOut_AreAsTheDocumentSays()
    {
        var sentences = PiiData.Sentences().Where(static s => s.IsHeldOut).ToList();
        var rows = sentences.Select(static s => (s.Labels, Found: Scan(s.Text))).ToList();
        var table = new StringBuilder("| type | labelled | precision | recall | F2 | Presidio, F2 |\n| --- | --- | --- | --- | --- | --- |\n");
        int labelled = 0, right = 0;
        foreach (var (name, presidio) in Labels)
        {
            var labels = rows.Sum(r => r.Labels.Count(l => l.Type == name));
            var hits = rows.Sum(r => r.Found.Count(f => IsRight(f, name, r.Labels)));
            Append(table, $"`{name}`", labels, rows.Sum(r => r.Found.Count(f => f.Name == name)), hits, presidio);
            labelled += labels;
            right += hits;
        }

        // Whatever else was reported in these texts is wrong, but for dates of birth: the labels say of them that they are dates.
        Append(table, "all, with what was found of any other type", labelled, rows.Sum(static r => r.Found.Count(f => !IsDateOfBirth(f, r.Labels))), right, "");
        MarkedDocument.Compare("privacy.md", "pii-scores", table.ToString());
    }

    private static bool IsRight((int Start, int End, string Name) found, string name, IEnumerable<Label> labels) =>
        found.Name == name && labels.Any(l => (l.Start, l.End, l.Type) == (found.Start, found.End, name));

    private static bool IsDateOfBirth((int Start, int End, string Name) found, IEnumerable<Label> labels) =>
        found.Name == "DATE_OF_BIRTH" && labels.Any(l => (l.Start, l.End, l.Type) == (found.Start, found.End, "DATE_TIME"));

    private static void Append(StringBuilder table, string type, int labelled, int found, int right, string presidio)
    {
        double precision = (double)right / found, recall = (double)right / labelled;
        table.Append(CultureInfo.InvariantCulture, $"| {type} | {labelled} | {precision:.000} | {recall:.000} | {5 * precision * recall / ((4 * precision) + recall):.000} | {presidio} |\n");
    }

    private static List<(int Start, int End, string Name)> Scan(string text)
    {
        var found = new List<PiiSpan>();
        PiiScanner.Default.Scan(text, found);
        return [.. found.Select(static s => (s.Start, s.End, PiiTypes.NameOf(s.Type)))];
    }

    [GeneratedRegex("[A-Z]+(_[A-Z]+)*")]
    private static partial Regex Name();
}
