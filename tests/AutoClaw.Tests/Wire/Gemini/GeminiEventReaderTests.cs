using System.Text;
using AutoClaw.Core.Model;
using AutoClaw.Core.Wire.Gemini;
using AutoClaw.Core.Wire.Hub;
using AutoClaw.Core.Wire.OpenAiChat;

namespace AutoClaw.Tests.Wire.Gemini;

public sealed class GeminiEventReaderTests
{
    [Fact]
    public void TryRead_ThoughtsTextAndUsage_ComeInOrder()
    {
        var events = Read(
            out var whole,
            """{"candidates":[{"content":{"parts":[{"text":"Hm.","thought":true}],"role":"model"},"index":0}],"usageMetadata":{"promptTokenCount":10,"totalTokenCount":15,"thoughtsTokenCount":5},"modelVersion":"gemini-2.5-flash","responseId":"r1"}""",
            """{"candidates":[{"content":{"parts":[{"text":"Hel"},{"text":"lo"}],"role":"model"},"index":0}],"modelVersion":"gemini-2.5-flash","responseId":"r1"}""",
            """{"responseId":"r1","usageMetadata":{"promptTokenCount":10,"candidatesTokenCount":2,"totalTokenCount":20,"cachedContentTokenCount":4,"thoughtsTokenCount":5,"toolUsePromptTokenCount":3},"candidates":[{"finishReason":"STOP","index":0,"content":{"parts":[{"text":"","thoughtSignature":"c2ln"}],"role":"model"}}]}""");

        Assert.Equal(
            [
                new ChatEvent.Started("r1", "gemini-2.5-flash"),
                new ChatEvent.Reasoning(0, "Hm."),
                new ChatEvent.Used(new Usage(10, 0, 5, 5, false)),
                new ChatEvent.Text(0, "Hel"),
                new ChatEvent.Text(0, "lo"),
                new ChatEvent.Used(new Usage(13, 4, 7, 5, false)),
                new ChatEvent.ReasoningState(0, new OpaqueState(WireName.Gemini, "thoughtSignature", "c2ln")),
                new ChatEvent.Finished(0, FinishReason.Stop),
            ],
            events);
        Assert.True(whole);
    }

    [Fact]
    public void TryRead_ParallelCalls_AreWholeAndHaveIds()
    {
        var events = Read(
            out _,
            """{"candidates":[{"content":{"parts":[{"functionCall":{"name":"f","args":{"q": "é"}},"thoughtSignature":"c2ln"},{"functionCall":{"id":"own","name":"g"}}],"role":"model"},"finishReason":"STOP"}],"responseId":"abc-DEF_123"}""");

        Assert.Equal(
            [
                new ChatEvent.Started("abc-DEF_123", null),
                new ChatEvent.ToolCall(0, 0, "call_abc-DEF_123_0", "f", new OpaqueState(WireName.Gemini, "thoughtSignature", "c2ln")),
                new ChatEvent.ToolArguments(0, 0, """{"q": "é"}"""),
                new ChatEvent.ToolCall(0, 1, "own", "g"),
                new ChatEvent.ToolArguments(0, 1, "{}"),
                new ChatEvent.Finished(0, FinishReason.ToolCalls),
            ],
            events);
    }

    [Fact]
    public void TryRead_AnswersWithoutName_GiveTheirCallsIdsOfTheirOwn()
    {
        const string piece = """{"candidates":[{"content":{"parts":[{"functionCall":{"name":"f","args":{}}}]},"finishReason":"STOP"}]}""";
        var first = Read(out _, piece).OfType<ChatEvent.ToolCall>().Single().Id;
        var second = Read(out _, piece).OfType<ChatEvent.ToolCall>().Single().Id;

        Assert.NotEqual(first, second);
        Assert.InRange(first.Length, 8, 40);
    }

    [Theory]
    [InlineData("STOP", FinishReason.Stop)]
    [InlineData("MAX_TOKENS", FinishReason.Length)]
    [InlineData("SAFETY", FinishReason.ContentFilter)]
    [InlineData("RECITATION", FinishReason.ContentFilter)]
    [InlineData("BLOCKLIST", FinishReason.ContentFilter)]
    [InlineData("PROHIBITED_CONTENT", FinishReason.ContentFilter)]
    [InlineData("SPII", FinishReason.ContentFilter)]
    [InlineData("LANGUAGE", FinishReason.ContentFilter)]
    [InlineData("OTHER", FinishReason.ContentFilter)]
    [InlineData("SOMETHING_NEW", FinishReason.ContentFilter)]
    public void TryRead_FinishReason_IsUnderstood(string reason, FinishReason expected)
    {
        var events = Read(out var whole, $$$"""{"candidates":[{"finishReason":"{{{reason}}}"}],"responseId":"r"}""");

        Assert.Equal(new ChatEvent.Finished(0, expected), events[^1]);
        Assert.True(whole);
    }

    [Theory]
    [InlineData("MALFORMED_FUNCTION_CALL")]
    [InlineData("UNEXPECTED_TOOL_CALL")]
    public void TryRead_CallThatTheModelGotWrong_IsAFailureAfterTheUsage(string reason)
    {
        var events = Read(
            out var whole,
            $$$"""{"candidates":[{"finishReason":"{{{reason}}}","finishMessage":"bad call"}],"usageMetadata":{"promptTokenCount":1},"responseId":"r"}""");

        Assert.IsType<ChatEvent.Used>(events[1]);
        var failed = Assert.IsType<ChatEvent.Failed>(events[2]);
        Assert.Equal(("bad call", reason.ToLowerInvariant()), (failed.Error.Message, failed.Error.Code));
        Assert.False(whole);
    }

    [Fact]
    public void TryRead_BlockedPrompt_IsARefusal()
    {
        var events = Read(
            out var whole,
            """{"promptFeedback":{"blockReason":"PROHIBITED_CONTENT","blockReasonMessage":"No."},"usageMetadata":{"promptTokenCount":9,"totalTokenCount":9},"modelVersion":"m","responseId":"r"}""");

        Assert.Equal(
            [
                new ChatEvent.Started("r", "m"),
                new ChatEvent.Refusal(0, "No."),
                new ChatEvent.Finished(0, FinishReason.ContentFilter),
                new ChatEvent.Used(new Usage(9, 0, 0, 0, false)),
            ],
            events);
        Assert.True(whole);
    }

    [Fact]
    public void TryRead_ErrorInsideTheStream_IsAFailure()
    {
        var events = Read(
            out var whole,
            """{"candidates":[{"content":{"parts":[{"text":"a"}]},"finishReason":"STOP"}],"responseId":"r"}""",
            """{"error":{"code":503,"message":"Overloaded.","status":"UNAVAILABLE","details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"BUSY","metadata":{"x":"y"}}]}}""");

        Assert.Equal(new ChatEvent.Failed(new EngineError("Overloaded.", "overloaded_error", null, "busy")), events[^1]);
        Assert.False(whole);
    }

    [Fact]
    public void TryRead_Candidates_AreWholeWhenAllHaveEnded()
    {
        var reader = new GeminiWire().NewReader();
        var events = new List<ChatEvent>();
        Assert.False(reader.IsWhole);
        Assert.True(reader.TryRead("""{"candidates":[{"content":{"parts":[{"text":"b"}]},"index":1},{"content":{"parts":[{"text":"a"}]},"index":0,"finishReason":"STOP"}]}"""u8, events));
        Assert.False(reader.IsWhole);
        Assert.True(reader.TryRead("""{"candidates":[{"finishReason":"MAX_TOKENS","index":1}]}"""u8, events));
        Assert.True(reader.IsWhole);
        Assert.Equal(
            [new ChatEvent.Text(1, "b"), new ChatEvent.Text(0, "a"), new ChatEvent.Finished(0, FinishReason.Stop), new ChatEvent.Finished(1, FinishReason.Length)],
            events.Skip(1));
    }

    // Some engines repeat their reason in every piece.
    [Fact]
    public void TryRead_RepeatedFinishReason_IsToldOnce()
    {
        const string piece = """{"candidates":[{"content":{"parts":[{"text":"a"}]},"finishReason":"STOP"}],"responseId":"r"}""";

        Assert.Single(Read(out _, piece, piece).OfType<ChatEvent.Finished>());
    }

    [Fact]
    public void TryRead_PartsAndFactsOfThisWireAlone_AreNamed()
    {
        var events = Read(
            out _,
            """{"candidates":[{"content":{"parts":[{"executableCode":{"code":"1"}},{"inlineData":{"mimeType":"image/png","data":"aGk="}}]},"groundingMetadata":{"x":[{"y":1}]},"safetyRatings":[]}],"responseId":"r"}""");

        Assert.Equal(["executableCode", "inlineData", "groundingMetadata"], events.OfType<ChatEvent.Foreign>().Select(foreign => foreign.Type));
    }

    [Fact]
    public void TryRead_Logprobs_AreInOpenAisForm()
    {
        var events = Read(
            out _,
            """{"candidates":[{"finishReason":"STOP","logprobsResult":{"chosenCandidates":[{"token":"é","tokenId":7,"logProbability":-0.5}],"topCandidates":[{"candidates":[{"token":"é","logProbability":-0.5},{"token":"b"}]}]}}],"responseId":"r"}""");

        Assert.Equal(
            """{"content":[{"token":"é","logprob":-0.5,"bytes":[195,169],"top_logprobs":[{"token":"é","logprob":-0.5,"bytes":[195,169]},{"token":"b","logprob":0,"bytes":[98]}]}]}""",
            events.OfType<ChatEvent.Logprobs>().Single().Value.GetRawText());
    }

    [Theory]
    [InlineData("[DONE]")]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"id":"x","choices":[]}""")]
    [InlineData("""{"candidates":[{"content":{"parts":[{"text":"a"}]""")]
    [InlineData("""{"candidates":[]} {}""")]
    public void TryRead_NotThisWires_IsFalseAndSaysNothing(string data)
    {
        var events = new List<ChatEvent>();
        Assert.False(new GeminiWire().NewReader().TryRead(Encoding.UTF8.GetBytes(data), events));
        Assert.Empty(events);
    }

    private static List<ChatEvent> Read(out bool isWhole, params string[] pieces)
    {
        var reader = new GeminiWire().NewReader();
        var events = new List<ChatEvent>();
        foreach (var piece in pieces)
        {
            Assert.True(reader.TryRead(Encoding.UTF8.GetBytes(piece), events));
        }

        isWhole = reader.IsWhole;
        return events;
    }
}
