using AutoClaw.Core.Benchmark.Workloads;

namespace AutoClaw.Tests.Benchmark.Workloads;

public class JsonFieldsTests
{
    private const string Truth = """{"name": "Brano Foods", "ref": null, "fast": true, "items": [{"p": "a", "n": 2}, {"p": "b", "n": 1234.5}]}""";

    private static readonly JsonFields Expected = new(Truth, ["ref"]);

    [Theory]
    [InlineData(Truth)]
    [InlineData("```json\n" + Truth + "\n```")]
    [InlineData("Here it is:\n```\n" + Truth + "\n```\nGlad to help.")]
    [InlineData("""{"fast":true,"items":[{"n":1234.50,"p":"B"},{"n":2.0,"p":"a"}],"ref":null,"name":" brano  foods"}""")]
    public void Answer_OfTheSameValue_IsCorrect(string answer) => Assert.True(Expected.Score(answer) is { Value: 1, Correct: true });

    [Theory]
    [InlineData("""{"name": "Brano Foods", "ref": null, "fast": true, "items": [{"p": "a", "n": 2}, {"p": "b", "n": 7}]}""", 6 / 7.0, 1)]
    [InlineData("""{"name": "Brano Foods", "ref": "X", "fast": true, "items": [{"p": "a", "n": 2}, {"p": "b", "n": 1234.5}]}""", 6 / 7.0, 1)]
    [InlineData("""{"name": "Brano Foods", "ref": null, "fast": true, "items": [{"p": "a", "n": 2}]}""", 2 * 5 / 12.0, 1)]
    [InlineData("""{"name": "Brano Foods", "ref": null, "fast": true, "items": [{"p": "a", "n": 2}, {"p": "b", "n": "1,234.5"}]}""", 1, 0)]
    [InlineData("""{"name": "Brano Foods", "fast": true, "items": [{"p": "a", "n": 2}, {"p": "b", "n": 1234.5}]}""", 12 / 13.0, 0)]
    [InlineData("""{"name": "Brano Foods", "ref": null, "fast": "true", "items": [{"p": "a", "n": 2}, {"p": "b", "n": 1234.5}], "x": 1}""", 12 / 15.0, 0)]
    [InlineData("[]", 0, 0)]
    public void Answer_HalfRight_HasTheF1OfItsFields(string answer, double f1, double valid)
    {
        var score = Expected.Score(answer);
        Assert.Equal(f1, score.Parts["field_f1"], 9);
        Assert.Equal(valid, score.Parts["schema_valid"]);
        Assert.Equal(valid > 0 ? f1 : f1 / 2, score.Value, 9);
        Assert.False(score.Correct);
    }

    [Fact]
    public void Answer_WithEveryPossibleItem_LosesByItsPrecision()
    {
        var items = string.Join(", ", Enumerable.Range(0, 2000).Select(i => $$"""{"p": "{{(char)('a' + (i % 26))}}", "n": {{i}}}"""));
        var score = Expected.Score($$"""{"name": "Brano Foods", "ref": null, "fast": true, "items": [{{items}}]}""");
        Assert.False(score.Correct);
        Assert.InRange(score.Value, 0, 0.01);
    }

    [Theory]
    [InlineData("""{"name": "Brano Foods", "ref": nu""")]
    [InlineData("```json\n{}\n```\nor\n```json\n" + Truth + "\n```")]
    [InlineData("""{"name": "a", "name": "Brano Foods"}""")]
    [InlineData("The name is Brano Foods.")]
    public void Answer_CutOffOrNotOneValue_IsNoJson(string answer) => Assert.Equal(0, Expected.Score(answer).Parts["json"]);
}
