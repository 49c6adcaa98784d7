using System.Text;
using AutoClaw.Core.Privacy;
using AutoClaw.Core.Privacy.Tagger;
using AutoClaw.Core.Privacy.Training;
using AutoClaw.Core.Routing.Training;
using AutoClaw.Tests.Routing;

namespace AutoClaw.Tests.Privacy.Tagger;

/// <summary>The shipped tagger on templates and prompts that it was not trained on. Needs the shared data; skipped without them.</summary>
public sealed class TaggerScoreTests
{
    private const int Prompts = 10_000;

    [Theory]
    [InlineData(PiiType.Person, 0.85, 0.86)]
    [InlineData(PiiType.StreetAddress, 0.95, 0.87)]
    [InlineData(PiiType.Location, 0.45, 0.85)]
    [InlineData(PiiType.Organization, 0.65, 0.65)]
    public void Tag_TemplatesHeldOut_AreFound(PiiType type, double leastRecall, double leastPrecision)
    {
        var texts = PiiData.TaggerTexts().Where(static t => t.IsHeldOut).ToArray();
        var scores = TaggerEvaluation.Run(PiiTagger.Shipped, texts);
        foreach (var s in scores)
        {
            TestContext.Current.TestOutputHelper?.WriteLine(FormattableString.Invariant(
                $"{s.Type}: {s.Labelled} labelled, recall {s.Recall:0.000}, exact {s.ExactRecall:0.000}, any type {s.AnyRecall:0.000}, precision {s.Precision:0.000}"));
        }

        var score = scores.Single(s => s.Type == type);
        Assert.True(texts.Length >= 300, $"{texts.Length} texts");
        Assert.True(score.Recall >= leastRecall && score.Precision >= leastPrecision, score.ToString());
    }

    /// <summary>Questions to a bank, Python functions and log lines: where a name or an address is found, hardly ever is one.</summary>
    [Fact]
    public void Tag_ChatCodeAndLogs_FewAreFlagged()
    {
        var rows = SharedData.TrainingRows("banking77.jsonl").Rows.Concat(SharedData.TrainingRows("zeroeval_crux.jsonl").Rows)
            .Where(static r => TaggerTrainer.IsForTesting(r.Key)).ToArray();
        var prompts = rows.Select(static r => Encoding.UTF8.GetString(r.Prompt.Span)).Concat(Logs(rows, Prompts - rows.Length)).ToArray();
        var flagged = prompts.Count(static p => TaggerEvaluation.Finds(PiiTagger.Shipped, p, PiiType.Person, PiiType.StreetAddress));

        TestContext.Current.TestOutputHelper?.WriteLine($"{flagged} of {prompts.Length} flagged");
        Assert.Equal(Prompts, prompts.Length);
        Assert.True(flagged <= 0.005 * prompts.Length, $"{flagged} flagged");
    }

    private static IEnumerable<string> Logs(TrainingRow[] rows, int count) => rows.Take(count).Select(LogLines.About);
}
