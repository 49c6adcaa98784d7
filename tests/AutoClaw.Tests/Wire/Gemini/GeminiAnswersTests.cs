using System.Text;
using AutoClaw.Core.Model;
using AutoClaw.Core.Wire.Gemini;
using AutoClaw.Core.Wire.Hub;
using AutoClaw.Core.Wire.OpenAiChat;

namespace AutoClaw.Tests.Wire.Gemini;

public sealed class GeminiAnswersTests
{
    private static readonly AnswerHead Head = new("r", "m", 0);

    [Fact]
    public void WriteWhole_CollectedAnswer_IsOneResponse()
    {
        var signature = new OpaqueState(WireName.Gemini, "thoughtSignature", "c2ln");

        Assert.Equal(
            """{"candidates":[{"content":{"parts":[{"text":"Hm.","thought":true,"thoughtSignature":"c2ln"},{"text":"Hello"},{"functionCall":{"id":"a","name":"f","args":{"x":1}},"thoughtSignature":"c2ln"}],"role":"model"},"finishReason":"STOP","index":0}],"usageMetadata":{"promptTokenCount":3,"candidatesTokenCount":2,"totalTokenCount":5},"modelVersion":"m","responseId":"r"}""",
            Whole(
                Head,
                new ChatEvent.Reasoning(0, "Hm."),
                new ChatEvent.ReasoningState(0, signature),
                new ChatEvent.Text(0, "Hel"),
                new ChatEvent.Text(0, "lo"),
                new ChatEvent.ToolCall(0, 0, "a", "f", signature),
                new ChatEvent.ToolArguments(0, 0, """{"x":1}"""),
                new ChatEvent.Finished(0, FinishReason.ToolCalls),
                new ChatEvent.Used(new Usage(3, 0, 2, 0, false))));
    }

    [Fact]
    public void WriteWhole_ThoughtsThatNobodyAskedFor_AreLeftOut() =>
        Assert.Equal(
            """{"candidates":[{"content":{"parts":[{"text":"Hi"}],"role":"model"},"finishReason":"MAX_TOKENS","index":0}],"modelVersion":"m","responseId":"r"}""",
            Whole(
                Head with { IncludeThoughts = false },
                new ChatEvent.Reasoning(0, "Hm."),
                new ChatEvent.ReasoningState(0, new OpaqueState(WireName.Anthropic, "signature", "x")),
                new ChatEvent.Text(0, "Hi"),
                new ChatEvent.Finished(0, FinishReason.Length)));

    [Fact]
    public void WriteWhole_RefusalWithOthers_IsTextAndSafety()
    {
        var answer = GeminiText.Json(Whole(
            Head,
            new ChatEvent.Refusal(0, "No."),
            new ChatEvent.Finished(0, FinishReason.ContentFilter),
            new ChatEvent.Text(1, "b"),
            new ChatEvent.Logprobs(1, GeminiText.Json("""{"content":[{"token":"b","logprob":-1,"top_logprobs":[]}]}"""))));

        var candidates = answer.GetProperty("candidates");
        Assert.Equal("""[{"text":"No."}]""", candidates[0].GetProperty("content").GetProperty("parts").GetRawText());
        Assert.Equal("SAFETY", candidates[0].GetProperty("finishReason").GetString());
        Assert.Equal(1, candidates[1].GetProperty("index").GetInt32());
        Assert.Equal("b", candidates[1].GetProperty("logprobsResult").GetProperty("chosenCandidates")[0].GetProperty("token").GetString());
    }

    [Theory]
    [InlineData(400, "INVALID_ARGUMENT")]
    [InlineData(401, "UNAUTHENTICATED")]
    [InlineData(403, "PERMISSION_DENIED")]
    [InlineData(404, "NOT_FOUND")]
    [InlineData(413, "INVALID_ARGUMENT")]
    [InlineData(429, "RESOURCE_EXHAUSTED")]
    [InlineData(500, "INTERNAL")]
    [InlineData(502, "UNAVAILABLE")]
    [InlineData(503, "UNAVAILABLE")]
    [InlineData(504, "DEADLINE_EXCEEDED")]
    public void WriteError_Status_HasGooglesName(int status, string name) =>
        Assert.Equal(
            $$$"""{"error":{"code":{{{status}}},"message":"x","status":"{{{name}}}"}}""",
            GeminiText.Of(output => GeminiErrorWriter.Write(output, status, new EngineError("x"))));

    [Fact]
    public void WriteError_CodeAndField_AreDetailsThatTheReaderFinds()
    {
        var body = GeminiText.Of(output => GeminiErrorWriter.Write(output, 400, new EngineError("Bad.", null, "contents[0].parts", "missing_field")));

        Assert.Equal(
            """{"error":{"code":400,"message":"Bad.","status":"INVALID_ARGUMENT","details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"MISSING_FIELD"},{"@type":"type.googleapis.com/google.rpc.BadRequest","fieldViolations":[{"field":"contents[0].parts","description":"Bad."}]}]}}""",
            body);
        Assert.Equal(
            new EngineError("Bad.", "invalid_request_error", "contents[0].parts", "missing_field"), GeminiErrorReader.ReadBody(Encoding.UTF8.GetBytes(body)));
    }

    [Theory]
    [InlineData("""{"error":{"code":429,"message":"Quota.","status":"RESOURCE_EXHAUSTED"}}""", "Quota.", "rate_limit_error", "resource_exhausted")]
    [InlineData("""[{"error":{"code":503,"message":"Busy.","status":"UNAVAILABLE"}}]""", "Busy.", "overloaded_error", "unavailable")]
    [InlineData("""{"error":"broken"}""", "broken", "server_error", null)]
    [InlineData("""{"other":{"error":1}}""", null, null, null)]
    [InlineData("<html>", null, null, null)]
    [InlineData("", null, null, null)]
    public void ReadError_Body_IsUnderstoodAsFarAsItGoes(string body, string? message, string? type, string? code) =>
        Assert.Equal(new EngineError(message, type, null, code), GeminiErrorReader.ReadBody(Encoding.UTF8.GetBytes(body)));

    [Fact]
    public void WriteCount_Tokens_IsTheirTotal() =>
        Assert.Equal("""{"totalTokens":31}""", GeminiText.Of(output => GeminiAnswers.WriteCount(output, 31)));

    [Fact]
    public void WriteModels_Models_HaveTheirResourceNames()
    {
        const string entry = """{"name":"models/auto","version":"001","displayName":"auto","description":"Chooses.","inputTokenLimit":8192,"outputTokenLimit":4096,"supportedGenerationMethods":["generateContent","streamGenerateContent","countTokens"]}""";
        var model = new GeminiModelEntry("auto", "Chooses.", 8192, 4096);

        Assert.Equal(entry, GeminiText.Of(output => GeminiAnswers.WriteModel(output, model)));
        Assert.Equal(
            $$"""{"models":[{{entry}},{"name":"models/x","version":"001","displayName":"x","supportedGenerationMethods":["generateContent","streamGenerateContent","countTokens"]}]}""",
            GeminiText.Of(output => GeminiAnswers.WriteModels(output, [model, new GeminiModelEntry("x")])));
    }

    private static string Whole(AnswerHead head, params ChatEvent[] events)
    {
        var answer = new CollectedAnswer();
        foreach (var chatEvent in events)
        {
            answer.Add(chatEvent);
        }

        return GeminiText.Of(output => new GeminiWire().WriteWhole(answer, head, output));
    }
}
