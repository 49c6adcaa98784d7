using System.Text;
using AutoClaw.Core.Model;
using AutoClaw.Core.Wire.OpenAiChat;

namespace AutoClaw.Tests.Wire;

public sealed class ChatChunkReaderTests
{
    [Theory]
    [InlineData("""{"choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}]}""", false)]
    [InlineData("""{"choices":[{"index":0,"delta":{"role":"assistant","content":null}}]}""", false)]
    [InlineData("""{"choices":[{"index":0,"delta":{"content":"x"}}]}""", true)]
    [InlineData("""{"choices":[{"index":0,"delta":{"reasoning_content":"hm"}}]}""", true)]
    [InlineData("""{"choices":[{"index":0,"delta":{"refusal":"no"}}]}""", true)]
    [InlineData("""{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"c"}]}}]}""", true)]
    [InlineData("""{"choices":[{"index":0,"delta":{"tool_calls":[]}}]}""", false)]
    [InlineData("""{"choices":[]}""", false)]
    public void Read_Chunk_KnowsWhetherATokenIsInIt(string chunk, bool hasContent)
    {
        var facts = ChatChunkReader.Read(Encoding.UTF8.GetBytes(chunk));

        Assert.True(facts.Valid);
        Assert.Equal(hasContent, facts.HasContent);
    }

    [Fact]
    public void Read_UsageChunk_ReadsAllParts()
    {
        var facts = ChatChunkReader.Read("""
            {"id":"x","choices":[],"usage":{"prompt_tokens":10,"completion_tokens":7,"total_tokens":17,
             "prompt_tokens_details":{"audio_tokens":0,"cached_tokens":4},"completion_tokens_details":{"reasoning_tokens":3}}}
            """u8);

        Assert.True(facts.Valid);
        Assert.False(facts.HasChoices);
        Assert.Equal(new Usage(10, 4, 7, 3, false), facts.Usage);
    }

    [Fact]
    public void Read_PartsLargerThanTheWhole_AreCutToIt()
    {
        var facts = ChatChunkReader.Read(
            """{"usage":{"prompt_tokens":1,"completion_tokens":-5,"prompt_tokens_details":{"cached_tokens":9}}}"""u8);

        Assert.Equal(new Usage(1, 1, 0, 0, false), facts.Usage);
    }

    [Theory]
    [InlineData("""{"error":{"message":"overloaded","type":"x"}}""", "overloaded")]
    [InlineData("""{"error":"boom"}""", "boom")]
    [InlineData("""{"error":{"code":500}}""", null)]
    public void Read_ErrorEvent_IsSeen(string chunk, string? message)
    {
        var facts = ChatChunkReader.Read(Encoding.UTF8.GetBytes(chunk));

        Assert.True(facts.IsError);
        Assert.Equal(message, facts.ErrorMessage);
    }

    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"choices":5}""")]
    [InlineData("""{"choices":[{"index":0,"delta":{"content":"x"}}""")]
    [InlineData("""{"choices":[]} trailing""")]
    public void Read_NotAChunk_IsInvalid(string chunk) => Assert.False(ChatChunkReader.Read(Encoding.UTF8.GetBytes(chunk)).Valid);

    [Fact]
    public void Read_Finish_CountsChoices()
    {
        var facts = ChatChunkReader.Read(
            """{"choices":[{"index":0,"delta":{},"finish_reason":"content_filter"},{"index":1,"delta":{},"finish_reason":"stop"}]}"""u8);

        Assert.Equal(2, facts.Finished);
        Assert.Equal("content_filter", facts.FinishReason);
    }

    [Theory]
    [InlineData("""{"choices":[],"timings":{"cache_n":3,"prompt_n":8,"prompt_ms":12.5,"predicted_n":4,"predicted_ms":40,"draft":{"n":1}}}""", 12.5, 40.0)]
    [InlineData("""{"choices":[],"timings":{"prompt_ms":"12","predicted_ms":-1}}""", null, null)]
    [InlineData("""{"choices":[],"timings":{"ms":1.5}}""", null, null)]
    [InlineData("""{"choices":[],"timings":null}""", null, null)]
    public void Read_Timings_AreTheEnginesOwn(string chunk, double? prefill, double? decode)
    {
        var facts = ChatChunkReader.Read(Encoding.UTF8.GetBytes(chunk));
        Assert.True(facts.Valid);
        Assert.Equal((prefill, decode), (facts.Timings?.PrefillMs, facts.Timings?.DecodeMs));
    }
}
