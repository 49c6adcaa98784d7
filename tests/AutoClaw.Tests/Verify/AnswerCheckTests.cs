using System.Text;
using AutoClaw.Core.Verify;

namespace AutoClaw.Tests.Verify;

public sealed class AnswerCheckTests
{
    [Theory]
    [InlineData("""{"type":"json_object"}""", """{"a":1}""", null)]
    [InlineData("""{"type":"json_object"}""", """{"a":1""", "format")]
    [InlineData("""{"type":"json_object"}""", "Sure: {}", "format")]
    [InlineData("""{"type":"json_schema","json_schema":{"name":"n","schema":{"type":"object","required":["a","b"]}}}""", """{"b":1,"a":null}""", null)]
    [InlineData("""{"type":"json_schema","json_schema":{"name":"n","schema":{"type":"object","required":["a","b"]}}}""", """{"a":1}""", "format")]
    [InlineData("""{"type":"json_schema","json_schema":{"name":"n","schema":{"type":"object","required":["a"]}}}""", "[1]", "format")]
    [InlineData("""{"type":"json_schema","json_schema":{"name":"n","schema":{"type":"array"}}}""", "[1]", null)]
    [InlineData("""{"type":"json_schema","json_schema":1}""", "free", null)]
    [InlineData("""{"type":"text"}""", "free", null)]
    [InlineData("null", "free", null)]
    [InlineData("", "free", null)]
    public void Format_ResponseFormat_MustHold(string format, string content, string? verdict) =>
        Assert.Equal(verdict, AnswerCheck.Format(Answer(content), AnswerFormat.Read(Encoding.UTF8.GetBytes(format))));

    [Theory]
    [InlineData("""{"city":"Paris"}""", null)]
    [InlineData("{}", null)]
    [InlineData("""{"city":""", "tool_arguments")]
    [InlineData("\"Paris\"", "tool_arguments")]
    [InlineData("", "tool_arguments")]
    public void Format_ToolCall_MustHaveAnObjectOfArguments(string arguments, string? verdict) =>
        Assert.Equal(verdict, AnswerCheck.Format(new CheckedAnswer([new CheckedChoice { ToolArguments = [arguments] }]), new AnswerFormat(true, ["x"])));

    [Theory]
    [InlineData("I'm sorry, but I can't help with that.", "refusal")]
    [InlineData("I can’t do this.", "refusal")]
    [InlineData("  As an AI language model, I have no opinion.", "refusal")]
    [InlineData("I can help with that.", null)]
    [InlineData("He said: I can't.", null)]
    public void Refusal_ShortText_IsToldByItsBeginning(string content, string? verdict) => Assert.Equal(verdict, AnswerCheck.Refusal(Answer(content)));

    [Fact]
    public void Refusal_LongTextThatGoesOn_IsNone() => Assert.Null(AnswerCheck.Refusal(Answer("I can't be sure, but here is how. " + new string('x', 400))));

    [Fact]
    public void Refusal_OwnFieldOrFilter_IsOne()
    {
        Assert.Equal("refusal", AnswerCheck.Refusal(new CheckedAnswer([new CheckedChoice { Refusal = "no" }])));
        Assert.Equal("refusal", AnswerCheck.Refusal(new CheckedAnswer([new CheckedChoice { Content = "half a", FinishReason = "content_filter" }])));
    }

    [Theory]
    [InlineData("done", "stop", null)]
    [InlineData("not do", "length", "truncated")]
    [InlineData("", "stop", "truncated")]
    [InlineData("```cs\nvar x", "stop", "truncated")]
    [InlineData("```cs\nvar x;\n```", "stop", null)]
    public void Truncation_CutOrEmpty_IsFound(string content, string finish, string? verdict) =>
        Assert.Equal(verdict, AnswerCheck.Truncation(new CheckedAnswer([new CheckedChoice { Content = content, FinishReason = finish }])));

    [Fact]
    public void Truncation_ToolCallOrRefusalWithoutText_IsNone()
    {
        Assert.Null(AnswerCheck.Truncation(new CheckedAnswer([new CheckedChoice { ToolArguments = ["{}"], FinishReason = "tool_calls" }])));
        Assert.Null(AnswerCheck.Truncation(new CheckedAnswer([new CheckedChoice { Refusal = "no", FinishReason = "stop" }])));
    }

    [Theory]
    [InlineData(0, -3, null)]
    [InlineData(0, -2.9, "logprobs")]
    [InlineData(0.5, -1, null)]
    [InlineData(0.5, -0.9, "logprobs")]
    [InlineData(1, -0.1, null)]
    public void Logprobs_Quantile_MustReachTheMinimum(double quantile, double min, string? verdict) =>
        Assert.Equal(verdict, AnswerCheck.Logprobs(new CheckedAnswer([new CheckedChoice { Logprobs = [-1, -0.1, -3] }]), quantile, min));

    [Fact]
    public void Logprobs_None_IsNoPass() => Assert.Equal("no_logprobs", AnswerCheck.Logprobs(Answer("x"), 0.1, -100));

    [Fact]
    public void Logprobs_EveryChoice_MustPass() => Assert.Equal(
        "logprobs", AnswerCheck.Logprobs(new CheckedAnswer([new CheckedChoice { Logprobs = [-0.1] }, new CheckedChoice { Logprobs = [-5] }]), 0, -1));

    [Theory]
    [InlineData("The answer is 7.", 1, null)]
    [InlineData("The answer is 7.", -1, "scorer")]
    [InlineData("A long text about whales that does not come down to any final answer.", -1, null)]
    public void Scorer_ExpectedGain_MustNotBeMoreThanTheMost(string content, double max, string? verdict) =>
        Assert.Equal(verdict, AnswerCheck.Scorer(Answer(content), GainScorer.Shipped, promptScore: 0.2, promptBytes: 100, max));

    [Fact]
    public void Agreement_Similarity_MustBeReached()
    {
        Assert.Null(AnswerCheck.Agreement(Answer("The answer is 7"), Answer("#### 7"), 1));
        Assert.Equal("disagreement", AnswerCheck.Agreement(Answer("The answer is 7"), Answer("#### 8"), 0.1));
    }

    [Fact]
    public void Agreement_ToolCalls_AreComparedByTheirArguments()
    {
        var call = new CheckedAnswer([new CheckedChoice { ToolArguments = ["""{"city":"Paris"}"""] }]);
        Assert.Null(AnswerCheck.Agreement(call, call, 1));
        Assert.Equal("disagreement", AnswerCheck.Agreement(call, new CheckedAnswer([new CheckedChoice { ToolArguments = ["""{"city":"Rome"}"""] }]), 0.9));
    }

    private static CheckedAnswer Answer(string content) => new([new CheckedChoice { Content = content, FinishReason = "stop" }]);
}
