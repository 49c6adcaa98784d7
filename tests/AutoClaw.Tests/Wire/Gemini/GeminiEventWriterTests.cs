using AutoClaw.Core.Model;
using AutoClaw.Core.Wire.Gemini;
using AutoClaw.Core.Wire.Hub;
using AutoClaw.Core.Wire.OpenAiChat;

namespace AutoClaw.Tests.Wire.Gemini;

public sealed class GeminiEventWriterTests
{
    private static readonly AnswerHead Head = new("r", "m", 0);

    [Fact]
    public void Write_TextAndThoughts_IsOneEventEachAndAnEnd()
    {
        var stream = Write(
            GeminiFraming.Events,
            Head,
            new ChatEvent.Started("x", "y"),
            new ChatEvent.Reasoning(0, "Hm."),
            new ChatEvent.ReasoningState(0, Signature),
            new ChatEvent.Text(0, "Hi \"é\""),
            new ChatEvent.Finished(0, FinishReason.Length),
            new ChatEvent.Used(new Usage(10, 4, 7, 5, false)),
            new ChatEvent.Ended());

        Assert.Equal(
            [
                Piece("""{"text":"Hm","thought":true}"""),
                Piece("""{"text":".","thought":true,"thoughtSignature":"c2ln"}"""),
                Piece("""{"text":"Hi \"é"}"""),
                """data: {"candidates":[{"content":{"parts":[{"text":"\""}],"role":"model"},"finishReason":"MAX_TOKENS","index":0}],"usageMetadata":{"promptTokenCount":10,"cachedContentTokenCount":4,"candidatesTokenCount":2,"thoughtsTokenCount":5,"totalTokenCount":17},"modelVersion":"m","responseId":"r"}""",
                "",
            ],
            stream.Split("\r\n\r\n"));
    }

    // The end of a text waits for the next piece, so that the last one is not empty; a character of two halves is never cut.
    [Fact]
    public void Write_PiecesOfOneCharacter_WaitForTheNext() =>
        Assert.Equal(
            [Piece("""{"text":"a"}"""), Piece("""{"text":"b"}"""), End("STOP", """{"text":"\uD83D\uDE42"}"""), ""],
            Write(GeminiFraming.Events, Head, new ChatEvent.Text(0, "a"), new ChatEvent.Text(0, "b"), new ChatEvent.Text(0, "🙂")).Split("\r\n\r\n"));

    [Fact]
    public void Write_ThoughtsThatNobodyAskedFor_AreLeftOut()
    {
        var stream = Write(
            GeminiFraming.Events, Head with { IncludeThoughts = false }, new ChatEvent.Reasoning(0, "Hm."), new ChatEvent.ReasoningState(0, Signature));

        Assert.DoesNotContain("Hm.", stream, StringComparison.Ordinal);
        Assert.Contains("""[{"text":"","thoughtSignature":"c2ln"}]""", stream, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_CallsWhosePiecesAreInterleaved_ComeWholeAndInOrder()
    {
        var stream = Write(
            GeminiFraming.Events,
            Head,
            new ChatEvent.ToolCall(0, 0, "a", "f", Signature),
            new ChatEvent.ToolCall(0, 1, "b", "g"),
            new ChatEvent.ToolArguments(0, 1, """{"y":"""),
            new ChatEvent.ToolArguments(0, 0, """{"x":1}"""),
            new ChatEvent.Text(0, "t"),
            new ChatEvent.ToolArguments(0, 1, "2}"),
            new ChatEvent.ToolCall(0, 2, "c", "h"),
            new ChatEvent.Finished(0, FinishReason.ToolCalls));

        Assert.Equal(
            [
                Piece("""{"functionCall":{"id":"a","name":"f","args":{"x":1}},"thoughtSignature":"c2ln"}"""),
                End("STOP", """{"text":"t"},{"functionCall":{"id":"b","name":"g","args":{"y":2}}},{"functionCall":{"id":"c","name":"h","args":{}}}"""),
                "",
            ],
            stream.Split("\r\n\r\n"));
    }

    [Fact]
    public void Write_ArgumentsThatAreNoJson_StayText()
    {
        var stream = Write(
            GeminiFraming.Events, Head, new ChatEvent.ToolCall(0, 0, "a", "f"), new ChatEvent.ToolArguments(0, 0, "{oops"), new ChatEvent.Finished(0, FinishReason.ToolCalls));

        Assert.Contains(""" "args":{"arguments":"{oops"} """.Trim(), stream, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_ArgumentsOfSeveralLines_StayOneLine()
    {
        var stream = Write(
            GeminiFraming.Events,
            Head,
            new ChatEvent.ToolCall(0, 0, "a", "f"),
            new ChatEvent.ToolArguments(0, 0, "{\r\n  \"x\": \"a\\n\"\n}"),
            new ChatEvent.Finished(0, FinishReason.ToolCalls));

        Assert.Equal(End("STOP", """{"functionCall":{"id":"a","name":"f","args":{    "x": "a\n" }}}""") + "\r\n\r\n", stream);
    }

    [Fact]
    public void Write_AnswerThatSaysNothing_StillEnds() => Assert.Equal(End("STOP", """{"text":""}""") + "\r\n\r\n", Write(GeminiFraming.Events, Head));

    [Fact]
    public void Write_WithoutEvents_IsOneJsonArray()
    {
        var stream = Write(GeminiFraming.Array, Head, new ChatEvent.Text(0, "a"), new ChatEvent.Text(0, "b"), new ChatEvent.Finished(0, FinishReason.Stop));

        var answers = GeminiText.Json(stream);
        Assert.Equal(2, answers.GetArrayLength());
        Assert.Equal("b", answers[1].GetProperty("candidates")[0].GetProperty("content").GetProperty("parts")[0].GetProperty("text").GetString());
        Assert.Equal("STOP", answers[1].GetProperty("candidates")[0].GetProperty("finishReason").GetString());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void Write_FailureInAnArray_ClosesIt(int before)
    {
        var writer = GeminiWire.NewWriter(Head, GeminiFraming.Array);
        var stream = GeminiText.Of(output =>
        {
            for (var i = 0; i < before; i++)
            {
                writer.Write(new ChatEvent.Text(0, "ab"), output);
            }

            writer.Write(new ChatEvent.Failed(new EngineError("Busy.", "overloaded_error")), output);
        });

        var answers = GeminiText.Json(stream);
        Assert.Equal(before + 1, answers.GetArrayLength());
        Assert.Equal(503, answers[before].GetProperty("error").GetProperty("code").GetInt32());
    }

    [Fact]
    public void Write_FailureAmongEvents_GoesWithoutData()
    {
        var writer = new GeminiWire().NewWriter(Head);

        Assert.Equal(
            "{\"error\":{\"code\":429,\"message\":\"Slow down.\",\"status\":\"RESOURCE_EXHAUSTED\"}}\r\n\r\n",
            GeminiText.Of(output => writer.Write(new ChatEvent.Failed(new EngineError("Slow down.", "rate_limit_error")), output)));
    }

    [Fact]
    public void Write_SeveralChoices_EndTogether()
    {
        var stream = Write(
            GeminiFraming.Events,
            Head,
            new ChatEvent.Text(1, "b"),
            new ChatEvent.Refusal(0, "no"),
            new ChatEvent.Finished(0, FinishReason.ContentFilter),
            new ChatEvent.Finished(1, FinishReason.Stop),
            new ChatEvent.Logprobs(1, GeminiText.Json("""{"content":[{"token":"b","logprob":-1,"top_logprobs":[{"token":"c","logprob":-2}]}]}""")));

        var last = GeminiText.Json(stream.Split("\r\n\r\n")[^2]["data: ".Length..]).GetProperty("candidates");
        Assert.Equal(["SAFETY", "STOP"], last.EnumerateArray().Select(candidate => candidate.GetProperty("finishReason").GetString()));
        Assert.Equal(
            """{"chosenCandidates":[{"token":"b","logProbability":-1}],"topCandidates":[{"candidates":[{"token":"c","logProbability":-2}]}]}""",
            last[1].GetProperty("logprobsResult").GetRawText());
    }

    private static OpaqueState Signature => new(WireName.Gemini, "thoughtSignature", "c2ln");

    private static string Piece(string parts) =>
        """data: {"candidates":[{"content":{"parts":[""" + parts + """],"role":"model"},"index":0}],"modelVersion":"m","responseId":"r"}""";

    private static string End(string reason, string parts) =>
        $$$"""data: {"candidates":[{"content":{"parts":[{{{parts}}}],"role":"model"},"finishReason":"{{{reason}}}","index":0}],"modelVersion":"m","responseId":"r"}""";

    private static string Write(GeminiFraming framing, AnswerHead head, params ChatEvent[] events)
    {
        var writer = GeminiWire.NewWriter(head, framing);
        return GeminiText.Of(output =>
        {
            foreach (var chatEvent in events)
            {
                writer.Write(chatEvent, output);
            }

            writer.End(output);
        });
    }
}
