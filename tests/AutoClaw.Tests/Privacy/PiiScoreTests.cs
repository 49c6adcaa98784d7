using System.Text;
using AutoClaw.Core.Privacy;
using AutoClaw.Tests.Privacy.Tagger;
using AutoClaw.Tests.Routing;

namespace AutoClaw.Tests.Privacy;

/// <summary>What the scanner finds in texts that others labelled.</summary>
public sealed class PiiScoreTests
{
    [Fact]
    public void Vectors_EachWithItsType_AreRight()
    {
        var known = PiiScanner.KnownTypes.ToHashSet();
        var vectors = PiiData.Vectors().Where(v => v.About is { } type && known.Contains(type)).ToList();
        var wrong = new List<string>();
        foreach (var group in vectors.GroupBy(static v => v.About!.Value))
        {
            var scanner = new PiiScanner([group.Key], 0);
            var name = PiiTypes.NameOf(group.Key);
            wrong.AddRange(group
                .Where(v => !Scan(scanner, v.Text).Select(static s => (s.Start, s.End)).SequenceEqual(v.Labels.Where(l => l.Type == name).Select(static l => (l.Start, l.End))))
                .Select(v => $"{name}: {v.Text}"));
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{vectors.Count - wrong.Count} of {vectors.Count} right\n{string.Join('\n', wrong)}");
        Assert.True(wrong.Count <= .02 * vectors.Count, string.Join('\n', wrong));
    }

    [Theory]
    [InlineData(PiiType.CreditCard, .995, .99)]
    [InlineData(PiiType.IbanCode, .995, .99)]
    [InlineData(PiiType.UsSsn, .995, .99)]
    [InlineData(PiiType.EmailAddress, .995, .99)]
    [InlineData(PiiType.IpAddress, .995, .99)]
    [InlineData(PiiType.PhoneNumber, .9, .9)]
    public void Sentences_TemplatesHeldOut_AreFound(PiiType type, double leastRecall, double leastPrecision)
    {
        var name = PiiTypes.NameOf(type);
        int labelled = 0, reported = 0, right = 0;
        foreach (var sentence in PiiData.Sentences().Where(static s => s.IsHeldOut))
        {
            var labels = sentence.Labels.Where(l => l.Type == name).Select(static l => (l.Start, l.End)).ToHashSet();
            var found = Scan(PiiScanner.Default, sentence.Text).Where(s => s.Type == type).Select(static s => (s.Start, s.End)).ToList();
            labelled += labels.Count;
            reported += found.Count;
            right += found.Count(labels.Contains);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{name}: {labelled} labelled, {reported} found, {right} right");
        Assert.True(right >= leastRecall * labelled && right >= leastPrecision * reported, $"{name}: {labelled} labelled, {reported} found, {right} right");
    }

    [Fact]
    public void Prompts_QuestionsCodeAndChat_FewAreFlagged()
    {
        var prompts = PiiData.Prompts(10_000);
        var flagged = prompts.Count(static p => Scan(PiiScanner.Default, p).Count > 0);
        TestContext.Current.TestOutputHelper?.WriteLine($"{flagged} of {prompts.Count} flagged");
        Assert.Equal(10_000, prompts.Count);
        Assert.True(flagged <= .005 * prompts.Count, $"{flagged} flagged");
    }

    /// <summary>Addresses of clients in logs are personal, and left out of the count.</summary>
    [Fact]
    public void Prompts_CodeAndLogs_FewAreFlagged()
    {
        var code = SharedData.TrainingRows("zeroeval_crux.jsonl").Rows.Select(static r => Encoding.UTF8.GetString(r.Prompt.Span));
        var logs = SharedData.TrainingRows("banking77.jsonl").Rows.Select(LogLines.About);
        var texts = code.Concat(logs).Take(10_000).ToList();
        var flagged = texts.Where(static t => Scan(PiiScanner.Default, t).Exists(static s => s.Type != PiiType.IpAddress)).ToList();
        TestContext.Current.TestOutputHelper?.WriteLine($"{flagged.Count} of {texts.Count} flagged");
        Assert.Equal(10_000, texts.Count);
        Assert.True(flagged.Count <= .005 * texts.Count, $"{flagged.Count} flagged, such as {flagged.FirstOrDefault()}");
    }

    [Fact]
    public void Prompts_NothingFound_AllocatesNothing()
    {
        var prompts = PiiData.Prompts(2_000).Where(static p => Scan(PiiScanner.Default, p).Count == 0).ToList();
        var found = new List<PiiSpan>();
        Assert.Equal(0, Allocations.Of(() =>
        {
            foreach (var prompt in prompts)
            {
                PiiScanner.Default.Scan(prompt, found);
            }
        }));
    }

    private static List<PiiSpan> Scan(PiiScanner scanner, string text)
    {
        var found = new List<PiiSpan>();
        scanner.Scan(text, found);
        return found;
    }
}
