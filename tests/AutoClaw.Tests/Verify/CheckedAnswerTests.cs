using System.Text;
using AutoClaw.Core.Verify;

namespace AutoClaw.Tests.Verify;

public sealed class CheckedAnswerTests
{
    [Fact]
    public void Read_Completion_HasWhatTheChecksNeed()
    {
        var answer = Read("""
            {"id":"x","choices":[
              {"index":0,"message":{"role":"assistant","content":"hi","refusal":null},"logprobs":{"content":[{"token":"h","logprob":-0.5},{"token":"i","logprob":-1}]},"finish_reason":"stop"},
              {"index":1,"message":{"role":"assistant","content":null,"refusal":"no","tool_calls":[{"id":"1","type":"function","function":{"name":"f","arguments":"{\"a\":1}"}},{"id":"2"}]},"logprobs":null,"finish_reason":"tool_calls"}]}
            """)!;

        Assert.Equal(2, answer.Choices.Count);
        Assert.Equal(("hi", null, "stop"), (answer.Choices[0].Content, answer.Choices[0].Refusal, answer.Choices[0].FinishReason));
        Assert.Equal([-0.5, -1], answer.Choices[0].Logprobs);
        Assert.Equal(("", "no", "tool_calls"), (answer.Choices[1].Content, answer.Choices[1].Refusal, answer.Choices[1].FinishReason));
        Assert.Equal(["{\"a\":1}", ""], answer.Choices[1].ToolArguments);
        Assert.Empty(answer.Choices[1].Logprobs);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{"choices":[]}""")]
    [InlineData("""{"choices":[{"index":0}]}""")]
    [InlineData("""{"choices":1}""")]
    public void Read_NoAnswer_IsNull(string json) => Assert.Null(Read(json));

    private static CheckedAnswer? Read(string json) => CheckedAnswer.Read(Encoding.UTF8.GetBytes(json));
}
