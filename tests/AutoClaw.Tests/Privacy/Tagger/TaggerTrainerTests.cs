using System.CommandLine;
using System.Text;
using System.Text.Json;
using AutoClaw.Cli;
using AutoClaw.Core.Privacy;
using AutoClaw.Core.Privacy.Tagger;
using AutoClaw.Core.Privacy.Training;
using AutoClaw.Core.Routing.Training;

namespace AutoClaw.Tests.Privacy.Tagger;

public sealed class TaggerTrainerTests : IDisposable
{
    private static readonly TaggerOptions Small = new() { Epochs = 2, PerTemplate = 5, PerSentence = 2, PerForm = 2 };

    private readonly string _folder = Directory.CreateTempSubdirectory("autoclaw-tagger-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Train_Again_GivesTheSameBytes()
    {
        var first = Train(Small);
        Assert.Equal(first.ToFile(), Train(Small).ToFile());
        Assert.NotEqual(first.ToFile(), Train(Small with { Seed = 2 }).ToFile());
    }

    [Fact]
    public void Train_OnAFew_FindsOthers()
    {
        var tagger = Train(Small with { Epochs = 4, PerSentence = 10 });
        var found = new List<PiiSpan>();
        tagger.Tag("Hello, my name is Jennifer Baker and I live in London.", found);
        Assert.Contains(found, static s => s is { Type: PiiType.Person, Start: 18, End: 32 });
    }

    [Fact]
    public void Read_Lines_MergesAndRenames()
    {
        var file = Write("texts.jsonl", """
            {"id":"a","text":"at 12 High Street in Rome","spans":[{"start":6,"end":17,"type":"STREET_ADDRESS"},{"start":3,"end":5,"type":"ADDRESS"},{"start":21,"end":25,"type":"GPE"}],"template_id":7}
            {"id":"v","text":"a vector without template","spans":[]}
            {"id":"b","text":"short","spans":[{"start":2,"end":9,"type":"PERSON"}],"template_id":8}
            no json
            """);
        var texts = TaggerTexts.Read([file]);

        var text = Assert.Single(texts.Texts);
        Assert.Equal([(3, 17, PiiType.StreetAddress), (21, 25, PiiType.Location)], text.Spans.Select(static s => (s.Start, s.End, s.Type)));
        Assert.Equal([3, 4], texts.Errors.Select(static e => e.Line));
    }

    [Fact]
    public void Evaluation_CountsTouchedAndExact()
    {
        var text = new TaggerText("a", "1", "Hello, my name is Anna Kowalska.", [new PiiSpan(18, 22, PiiType.Person, 1f)]);
        var score = TaggerEvaluation.Run(PiiTagger.Shipped, [text]).Single(static s => s.Type == PiiType.Person);
        Assert.Equal(new TaggerScore(PiiType.Person, 1, 1, 1, 0, 1, 1), score);
    }

    [Fact]
    public void IsHeldOut_OfManyTemplates_IsTwoFifths() =>
        Assert.InRange(Enumerable.Range(0, 1000).Count(static i => new TaggerText("", $"{i}", "", []).IsHeldOut), 350, 450);

    [Fact]
    public void TrainVerb_WritesAFileThatCanBeRead()
    {
        var data = Write("texts.jsonl", string.Join('\n', Enumerable.Range(0, 20).Select(static i =>
            $$"""{"id":"{{i}}","text":"I am Anna {{i}}","spans":[{"start":5,"end":9,"type":"PERSON"}],"template_id":{{i}}}""")));
        var negatives = Write("rows.jsonl", string.Join('\n', Prompts().Rows.Select(static r =>
            JsonSerializer.Serialize(new { id = r.Id, source = r.Source, prompt = Encoding.UTF8.GetString(r.Prompt.Span), key = r.Key }))));
        var output = Path.Combine(_folder, "t.acpt");
        var (exit, said, progress) = Run("train", "--data", data, "--negatives", negatives, "--out", output);

        Assert.Equal(ExitCode.Ok, exit);
        Assert.Contains("PERSON", said, StringComparison.Ordinal);
        Assert.Contains("epoch 1", progress, StringComparison.Ordinal);
        Assert.NotEmpty(PiiTagger.Read(File.ReadAllBytes(output)).Description);
    }

    [Fact]
    public void TrainVerb_WithoutTexts_SaysSo()
    {
        var negatives = Write("rows.jsonl", """{"id":"1","source":"s","prompt":"p","key":"k"}""");
        var (exit, _, error) = Run("train", "--data", Path.Combine(_folder, "none.jsonl"), "--negatives", negatives, "--out", Path.Combine(_folder, "t.acpt"));
        Assert.Equal(ExitCode.Failed, exit);
        Assert.Contains("none.jsonl", error, StringComparison.Ordinal);
    }

    [Fact]
    public void ScanVerb_Names_AddsThem()
    {
        Assert.DoesNotContain("PERSON", Run("scan", "Hello, my name is Anna Kowalska.").Said, StringComparison.Ordinal);
        Assert.Contains("PERSON", Run("scan", "--names", "Hello, my name is Anna Kowalska.").Said, StringComparison.Ordinal);
        Assert.Contains("PERSON", Run("scan", "--types", "PERSON", "Hello, my name is Anna Kowalska.").Said, StringComparison.Ordinal);
    }

    private static PiiTagger Train(TaggerOptions options)
    {
        TaggerText[] texts = [new("a", "1", "Hello, my name is Anna.", [new PiiSpan(18, 22, PiiType.Person, 1f)]), new("b", "2", "What now?", [])];
        return new TaggerTrainer(Prompts(), options).Train(texts, []);
    }

    private static Dataset Prompts() => new(Enumerable.Range(0, 200).Select(static i => new TrainingRow
    {
        Id = $"{i}", Source = "made", Key = $"key-{i}", Prompt = Encoding.UTF8.GetBytes($"What happens to my card after {i} days of waiting for the order?"),
    }).ToArray());

    private static (int Exit, string Said, string Error) Run(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var terminal = new Terminal(output, error, colour: false);
        var command = new Command("privacy") { PrivacyScanVerb.Create(terminal), PrivacyTrainVerb.Create(terminal) };
        var exit = command.Parse(arguments).Invoke();
        return (exit, output.ToString(), error.ToString());
    }

    private string Write(string name, string lines)
    {
        var file = Path.Combine(_folder, name);
        File.WriteAllText(file, lines);
        return file;
    }
}
