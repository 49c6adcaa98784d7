using System.Text;
using System.Text.Json;
using AutoClaw.Core.Judging;

namespace AutoClaw.Tests.Judging;

public sealed class JudgingTests
{
    [Theory]
    [InlineData("42", "The answer is 42.", 1.0)]
    [InlineData("First I add.\nAnswer: $1,080.00", "#### 1080", 1.0)]
    [InlineData("(b)", "Answer: B", 1.0)]
    [InlineData("B", "C", 0.0)]
    [InlineData("Paris", "paris", 1.0)]
    public void ExactMatch_FinalAnswers_AreCompared(string local, string cloud, double worth) =>
        Assert.Equal(new PairVerdict(worth, 1), ExactMatch.Judge(local, cloud));

    [Fact]
    public void ExactMatch_NoFinalAnswer_IsNoVerdict() => Assert.Null(ExactMatch.Judge("  ", "42"));

    [Theory]
    [InlineData("A", "B", 1.0, 0.0)]
    [InlineData("b", "a", 0.0, 1.0)]
    [InlineData("**A**", "Tie.", 1.0, 1.0)]
    [InlineData("A", "A", 1.0, 1.0)]
    public void Pairwise_TwoReplies_AgreeOrTie(string localFirst, string cloudFirst, double local, double cloud) =>
        Assert.Equal(new PairVerdict(local, cloud), PairwisePrompt.Combine(localFirst, cloudFirst));

    [Theory]
    [InlineData("", "A")]
    [InlineData("A", "neither")]
    public void Pairwise_ReplyWithoutAWord_IsNoVerdict(string first, string second) => Assert.Null(PairwisePrompt.Combine(first, second));

    [Fact]
    public void Pairwise_LongTexts_AreClippedAndStillJson()
    {
        using var request = JsonDocument.Parse(PairwisePrompt.Write(new string('p', 100_000), "\"quoted\"\n", new string('b', 100_000)));

        Assert.InRange(request.RootElement.GetRawText().Length, 40_000, 80_000);
    }

    [Theory]
    [InlineData("""{"type":"object","required":["a"],"properties":{"a":{"type":"integer"}}}""", """{"a":1}""", true)]
    [InlineData("""{"type":"object","required":["a"],"properties":{"a":{"type":"integer"}}}""", """{"a":1.5}""", false)]
    [InlineData("""{"type":"object","required":["a"]}""", "{}", false)]
    [InlineData("""{"type":"object","properties":{"a":{}},"additionalProperties":false}""", """{"b":1}""", false)]
    [InlineData("""{"type":"array","items":{"enum":["x","y"]}}""", """["x","y"]""", true)]
    [InlineData("""{"type":"array","items":{"enum":["x","y"]}}""", """["z"]""", false)]
    [InlineData("""{"type":["string","null"]}""", "null", true)]
    [InlineData("""{"const":{"a":[1]}}""", """{"a":[1]}""", true)]
    [InlineData("""{"type":"boolean"}""", "\"true\"", false)]
    [InlineData("{}", "no JSON", false)]
    public void JsonForm_Schema_HoldsOrNot(string schema, string answer, bool holds)
    {
        var form = JsonForm.Of(Encoding.UTF8.GetBytes("{\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"n\",\"schema\":" + schema + "}}}"))!;

        Assert.Equal(holds, form.Holds(answer));
    }

    [Fact]
    public void JsonForm_JsonObject_TakesAnyObject()
    {
        var form = JsonForm.Of("""{"response_format":{"type":"json_object"}}"""u8.ToArray())!;

        Assert.Equal(new PairVerdict(1, 0), form.Judge("{}", "[]"));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"response_format":{"type":"text"}}""")]
    [InlineData("""{"response_format":7}""")]
    public void JsonForm_RequestWithoutForm_IsNull(string request) => Assert.Null(JsonForm.Of(Encoding.UTF8.GetBytes(request)));
}
