using System.Text;
using AutoClaw.Core.Wire.Gemini;

namespace AutoClaw.Tests.Wire.Gemini;

public sealed class GeminiCollectorTests
{
    [Fact]
    public void Write_Pieces_AreOneAnswerThatKeepsAll() =>
        Assert.Equal(
            """{"candidates":[{"content":{"parts":[{"text":"Hm. So.","thought":true},{"text":"Hello é"},{"executableCode":{"code":"1"}},{"text":"!","thoughtSignature":"c2ln"},{"text":"?"}],"role":"model"},"index":0,"citationMetadata":{"citationSources":[{"uri":"a"},{"uri":"b"}]},"finishReason":"STOP","safetyRatings":[2],"newField":{"x":1}}],"usageMetadata":{"promptTokenCount":2},"modelVersion":"m","responseId":"r"}""",
            Collect(
                """{"candidates":[{"content":{"parts":[{"text":"Hm. ","thought":true}],"role":"model"},"index":0}],"usageMetadata":{"promptTokenCount":1},"modelVersion":"m","responseId":"r"}""",
                """{"candidates":[{"content":{"parts":[{"text":"So.","thought":true},{"text":"Hel"}],"role":"model"},"index":0,"citationMetadata":{"citationSources":[{"uri":"a"}]}}],"modelVersion":"m","responseId":"r"}""",
                """{"candidates":[{"content":{"parts":[{"text":"lo é"},{"executableCode":{"code":"1"}},{"text":"!","thoughtSignature":"c2ln"}]},"citationMetadata":{"citationSources":[{"uri":"b"}]}}]}""",
                """{"candidates":[{"content":{"parts":[{"text":"?"},{"text":""}],"role":"model"},"finishReason":"STOP","index":0,"safetyRatings":[2],"newField":{"x":1}}],"usageMetadata":{"promptTokenCount":2}}"""));

    [Fact]
    public void Write_Candidates_AreApart() =>
        Assert.Equal(
            """{"candidates":[{"content":{"parts":[{"text":"ab"}]},"index":0},{"content":{"parts":[{"text":"cd"}]},"index":1}]}""",
            Collect(
                """{"candidates":[{"content":{"parts":[{"text":"c"}]},"index":1},{"content":{"parts":[{"text":"a"}]},"index":0}]}""",
                """{"candidates":[{"content":{"parts":[{"text":"b"}]},"index":0},{"content":{"parts":[{"text":"d"}]},"index":1}]}"""));

    [Fact]
    public void Write_BlockedPrompt_HasNoCandidates() =>
        Assert.Equal("""{"promptFeedback":{"blockReason":"SAFETY"}}""", Collect("""{"promptFeedback":{"blockReason":"SAFETY"}}"""));

    [Theory]
    [InlineData("""{"error":{"code":503}}""")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("""{"a":1,"a":2}""")]
    [InlineData("""{"a":"\ud800"}""")]
    public void TryAdd_NoPieceOfAnAnswer_IsFalse(string data) => Assert.False(new GeminiCollector().TryAdd(Encoding.UTF8.GetBytes(data)));

    private static string Collect(params string[] pieces)
    {
        var collector = new GeminiCollector();
        foreach (var piece in pieces)
        {
            Assert.True(collector.TryAdd(Encoding.UTF8.GetBytes(piece)));
        }

        return GeminiText.Of(collector.Write);
    }
}
