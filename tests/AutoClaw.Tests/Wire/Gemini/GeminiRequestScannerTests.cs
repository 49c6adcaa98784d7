using System.Text;
using AutoClaw.Core.Wire;
using AutoClaw.Core.Wire.Gemini;

namespace AutoClaw.Tests.Wire.Gemini;

public sealed class GeminiRequestScannerTests
{
    [Theory]
    [InlineData("systemInstruction", "generationConfig", "maxOutputTokens", "candidateCount", "responseSchema", "inlineData", "mimeType", "functionResponse", "functionDeclarations")]
    [InlineData("system_instruction", "generation_config", "max_output_tokens", "candidate_count", "response_json_schema", "inline_data", "mime_type", "function_response", "function_declarations")]
    public void TryScan_FullRequestInEitherSpelling_FindsWhatTheGatewayActsOn(
        string system, string config, string limit, string count, string schema, string inline, string mime, string result, string functions)
    {
        var envelope = Scan($$$$"""
            {"contents":[
               {"parts":[{"text":"first"}]},
               {"role":"model","parts":[{"functionCall":{"name":"f","args":{"q":"not counted"}}}]},
               {"role":"user","parts":[{"{{{{result}}}}":{"name":"f","response":{"output":"four","list":["five",{"a":6}]}}}]},
               {"parts":[{"text":"a\"b"},{"{{{{inline}}}}":{"data":"eA==","{{{{mime}}}}":"image/png"}},{"text":"c"}],"role":"user"}],
             "{{{{system}}}}":{"parts":[{"text":"be brief"}]},
             "tools":[{"{{{{functions}}}}":[{"name":"f"},{"name":"g"}]},{"googleSearch":{}}],
             "{{{{config}}}}":{"{{{{limit}}}}":7,"{{{{count}}}}":"3","{{{{schema}}}}":{"type":"OBJECT"}},
             "unknown":{"deep":[1,2,{"x":null}]}}
            """, stream: true);

        Assert.Equal("gemini-x", envelope.Model);
        Assert.True(envelope.Stream);
        Assert.Equal(7, envelope.MaxOutputTokens);
        Assert.Equal(3, envelope.Choices);
        Assert.Equal(5, envelope.Messages);
        Assert.Equal(2, envelope.UserTurns);
        Assert.Equal(3, envelope.Tools);
        Assert.True(envelope.HasImage);
        Assert.True(envelope.HasJsonSchema);
        Assert.Equal(
            [("first", MessageRole.User), ("four", MessageRole.Tool), ("five", MessageRole.Tool), ("a\\\"b", MessageRole.User), ("c", MessageRole.User), ("be brief", MessageRole.System)],
            envelope.Parts.Select(part => (Encoding.UTF8.GetString(part.Raw.Of(envelope.Body.Span)), part.Role)));
        Span<byte> text = stackalloc byte[64];
        Assert.Equal("a\"b\nc", Encoding.UTF8.GetString(text[..PromptText.CopyLastUser(envelope, text)]));
        Assert.Equal(1, envelope.InsertAt);
        Assert.False(envelope.ModelValue.IsPresent);
    }

    // Published examples send one object where the reference has a list.
    [Fact]
    public void TryScan_ObjectsInPlaceOfLists_AreTaken()
    {
        var envelope = Scan("""
            {"system_instruction":{"parts":{"text":"You are a cat."}},
             "contents":{"role":"user","parts":{"text":"Hello there"}},
             "tools":{"code_execution":{}}}
            """);

        Assert.Equal(2, envelope.Messages);
        Assert.Equal(1, envelope.Tools);
        Assert.Equal([MessageRole.System, MessageRole.User], envelope.Parts.Select(part => part.Role));
    }

    [Fact]
    public void TryScan_ResultAndTextInOneMessage_LastUserIsItsTextAlone()
    {
        var envelope = Scan("""{"contents":[{"parts":[{"functionResponse":{"name":"f","response":{"output":"x"}}},{"text":"go on"}]}]}""");

        Assert.Equal(1, envelope.UserTurns);
        Assert.Equal((1, 2), (envelope.LastUserStart, envelope.LastUserEnd));
    }

    [Theory]
    [InlineData("", "invalid_json", null)]
    [InlineData("[]", "invalid_json", null)]
    [InlineData("{", "invalid_json", null)]
    [InlineData("""{"contents":[{"parts":[{"text":"x"}]}]} {}""", "invalid_json", null)]
    [InlineData("{}", "missing_field", "contents")]
    [InlineData("""{"contents":[]}""", "no_messages", "contents")]
    [InlineData("""{"contents":"x"}""", "wrong_type", "contents")]
    [InlineData("""{"contents":["x"]}""", "wrong_type", "contents[0]")]
    [InlineData("""{"contents":[{"role":"user","content":"x"}]}""", "missing_field", "contents[0].parts")]
    [InlineData("""{"contents":[{"role":5,"parts":[{"text":"x"}]}]}""", "wrong_type", "contents[0].role")]
    [InlineData("""{"contents":[{"parts":"x"}]}""", "wrong_type", "contents[0].parts")]
    [InlineData("""{"contents":[{"parts":["x"]}]}""", "wrong_type", "contents[0].parts")]
    [InlineData("""{"contents":[{"parts":[{"text":["x"]}]}]}""", "wrong_type", "contents[0].parts.text")]
    [InlineData("""{"contents":[{"parts":[{"text":"x"}]}],"systemInstruction":"y"}""", "wrong_type", "systemInstruction")]
    [InlineData("""{"contents":[{"parts":[{"text":"x"}]}],"generationConfig":[]}""", "wrong_type", "generationConfig")]
    [InlineData("""{"contents":[{"parts":[{"text":"x"}]}],"generationConfig":{"maxOutputTokens":"many"}}""", "wrong_type", "generationConfig.maxOutputTokens")]
    [InlineData("""{"contents":[{"parts":[{"text":"x"}]}],"generationConfig":{"top_p":true}}""", "wrong_type", "generationConfig.top_p")]
    [InlineData("""{"contents":[{"parts":[{"text":"x"}]}],"tools":"x"}""", "wrong_type", "tools")]
    [InlineData("""{"contents":[{"parts":[{"text":"x"}]}],"tools":["x"]}""", "wrong_type", "tools")]
    [InlineData("""{"contents":[{"parts":[{"text":"x","text":"y"}]}]}""", "duplicate_key", "text")]
    [InlineData("""{"contents":[{"parts":[{"text":"x"}]}],"systemInstruction":null,"system_instruction":null}""", "duplicate_key", "systemInstruction")]
    [InlineData("""{"contents":[{"parts":[{"text":"x"}]}],"generation_config":{},"generationConfig":{}}""", "duplicate_key", "generationConfig")]
    public void TryScan_BadRequest_NamesTheField(string body, string code, string? param)
    {
        Assert.False(GeminiRequestScanner.TryScan(Encoding.UTF8.GetBytes(body), "m", false, out var envelope, out var problem));
        Assert.Null(envelope);
        Assert.Equal((code, param), (problem!.Code, problem.Param));
    }

    [Fact]
    public void TryScan_NoModelInPath_IsRefused()
    {
        Assert.False(GeminiRequestScanner.TryScan("""{"contents":[{"parts":[{"text":"x"}]}]}"""u8.ToArray(), "", false, out _, out var problem));
        Assert.Equal(("missing_field", "model"), (problem!.Code, problem.Param));
    }

    [Theory]
    [InlineData("""{"contents":[{"parts":[{"text":"four"}]}]}""")]
    [InlineData("""{"generateContentRequest":{"model":"models/x","contents":[{"parts":[{"text":"four"}]}]}}""")]
    [InlineData("""{"generate_content_request":{"contents":{"parts":{"text":"four"}}}}""")]
    public void TryScanCount_ContentsOrWholeRequest_CountsItsText(string body)
    {
        Assert.True(GeminiRequestScanner.TryScanCount(Encoding.UTF8.GetBytes(body), "m", out var envelope, out _));
        Assert.Equal(4, envelope!.TextBytes);
    }

    [Theory]
    [InlineData("gemini-2.5-pro:generateContent", "gemini-2.5-pro", GeminiMethod.Generate)]
    [InlineData("auto:streamGenerateContent", "auto", GeminiMethod.Stream)]
    [InlineData("qwen3:8b:countTokens", "qwen3:8b", GeminiMethod.CountTokens)]
    public void Target_ServedPath_IsTakenApart(string tail, string model, GeminiMethod method) =>
        Assert.Equal(new GeminiTarget(model, method), GeminiTarget.Parse(tail));

    [Theory]
    [InlineData("gemini-2.5-pro", "/models/gemini-2.5-pro:streamGenerateContent?alt=sse")]
    [InlineData("tunedModels/x", "/tunedModels/x:streamGenerateContent?alt=sse")]
    public void StreamPath_Model_IsAskedForEvents(string model, string path) => Assert.Equal(path, GeminiTarget.StreamPath(model));

    [Theory]
    [InlineData("gemini-2.5-pro")]
    [InlineData(":generateContent")]
    [InlineData("gemini-2.5-pro:embedContent")]
    public void Target_OtherPath_IsNone(string tail) => Assert.Null(GeminiTarget.Parse(tail));

    private static ChatEnvelope Scan(string body, bool stream = false)
    {
        Assert.True(GeminiRequestScanner.TryScan(Encoding.UTF8.GetBytes(body), "gemini-x", stream, out var envelope, out var problem), problem?.Message);
        return envelope!;
    }
}
