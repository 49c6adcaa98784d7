using System.Text;
using AutoClaw.Core.Wire.Gemini;
using AutoClaw.Core.Wire.Hub;

namespace AutoClaw.Tests.Wire.Gemini;

public sealed class GeminiRequestReaderTests
{
    [Fact]
    public void TryRead_Conversation_BecomesMessagesWithTheSystemsFirst()
    {
        var request = GeminiText.Read("""
            {"contents":[
              {"role":"user","parts":[{"text":"What is this?"},{"inlineData":{"mimeType":"image/png","data":"aGk_-w"}}]},
              {"role":"model","parts":[{"text":"I see","thought":true,"thoughtSignature":"c2ln"},{"text":"A cat.","thoughtSignature":"dHh0"},{"text":"","thoughtSignature":"ZW1w"}]},
              {"parts":[{"fileData":{"mimeType":"application/pdf","fileUri":"https://example.org/a.pdf"}},
                        {"file_data":{"mime_type":"audio/mp3","file_uri":"https://generativelanguage.googleapis.com/v1beta/files/abc"}}]}],
             "system_instruction":{"parts":{"text":"Be brief."}}}
            """);

        Assert.Equal(
            [ChatRole.System, ChatRole.User, ChatRole.Assistant, ChatRole.User], request.Messages.Select(message => message.Role));
        Assert.Equal([new ChatPart.Text("Be brief.")], request.Messages[0].Parts);
        Assert.Equal(
            [new ChatPart.Text("What is this?"), new ChatPart.Image(new MediaSource("image/png", Base64: "aGk/+w"))], request.Messages[1].Parts);
        Assert.Equal(
            [
                new ChatPart.Reasoning("I see", Signature("c2ln")),
                new ChatPart.Text("A cat.") { State = Signature("dHh0") },
                new ChatPart.Reasoning("", Signature("ZW1w")),
            ],
            request.Messages[2].Parts);
        Assert.Equal(
            [
                new ChatPart.File(new MediaSource("application/pdf", Url: "https://example.org/a.pdf")),
                new ChatPart.Audio(new MediaSource("audio/mp3", FileId: "https://generativelanguage.googleapis.com/v1beta/files/abc")),
            ],
            request.Messages[3].Parts);
        Assert.Empty(request.Foreign);
    }

    [Fact]
    public void TryRead_CallsWithoutIds_AreMatchedByNameAndOrder()
    {
        var request = GeminiText.Read("""
            {"contents":[
              {"parts":[{"text":"go"}]},
              {"role":"model","parts":[{"functionCall":{"name":"a","args":{"n":1}},"thoughtSignature":"c2ln"},{"functionCall":{"name":"b"}},{"functionCall":{"name":"a","args":{"n":2}}}]},
              {"role":"user","parts":[{"functionResponse":{"name":"a","response":{"output":"one"}}},{"functionResponse":{"name":"a","response":{"error":"bad"}}},
                {"functionResponse":{"name":"b","response":{"x":[1,2]}}},{"text":"and now?"}]},
              {"role":"model","parts":[{"functionCall":{"id":"given","name":"a","args":{}}}]},
              {"role":"tool","parts":[{"functionResponse":{"id":"given","name":"a","response":{"output":""}}}]}]}
            """);

        Assert.Equal(
            [ChatRole.User, ChatRole.Assistant, ChatRole.Tool, ChatRole.User, ChatRole.Assistant, ChatRole.Tool],
            request.Messages.Select(message => message.Role));
        Assert.Equal(
            [
                new ChatPart.ToolCall("call_0", "a", """{"n":1}""", Signature("c2ln")),
                new ChatPart.ToolCall("call_1", "b", "{}"),
                new ChatPart.ToolCall("call_2", "a", """{"n":2}"""),
            ],
            request.Messages[1].Parts);
        Assert.Equal(
            [("call_0", "one", false), ("call_2", "bad", true), ("call_1", """{"x":[1,2]}""", false)], request.Messages[2].Parts.Select(Result));
        Assert.Equal([("given", "", false)], request.Messages[5].Parts.Select(Result));
    }

    // As the official clients' chats keep a streamed answer.
    [Fact]
    public void TryRead_PiecesOfOneAnswer_AreOneMessage()
    {
        var request = GeminiText.Read("""
            {"contents":[
              {"parts":[{"text":"one"}],"role":"user"},
              {"parts":[{"text":"Let me ","thought":true}],"role":"model"},
              {"parts":[{"text":"think.","thought":true,"thoughtSignature":"c2ln"}],"role":"model"},
              {"parts":[{"text":"Hel"}],"role":"model"},
              {"parts":[{"text":"lo"},{"text":"!"}],"role":"model"},
              {"parts":[{"functionCall":{"name":"f"}}],"role":"model"},
              {"parts":[{"text":""}],"role":"model"},
              {"parts":[{"functionResponse":{"name":"f","response":{"output":"x"}}}],"role":"user"}]}
            """);

        Assert.Equal([ChatRole.User, ChatRole.Assistant, ChatRole.Tool], request.Messages.Select(message => message.Role));
        Assert.Equal(
            [new ChatPart.Reasoning("Let me think.", Signature("c2ln")), new ChatPart.Text("Hello"), new ChatPart.Text("!"), new ChatPart.ToolCall("call_0", "f", "{}")],
            request.Messages[1].Parts);
    }

    [Fact]
    public void TryRead_ResultWithMedia_KeepsIt()
    {
        var request = GeminiText.Read("""
            {"contents":[{"parts":[{"functionResponse":{"name":"f","response":{"output":"see"},"parts":[{"inlineData":{"mimeType":"image/png","data":"aGk="}}]}}]}]}
            """);

        var result = Assert.IsType<ChatPart.ToolResult>(Assert.Single(request.Messages[0].Parts));
        Assert.Equal([new ChatPart.Text("see"), new ChatPart.Image(new MediaSource("image/png", Base64: "aGk="))], result.Content);
    }

    [Fact]
    public void TryRead_Tools_BecomeFunctionsAndVendorsTools()
    {
        var request = GeminiText.Read("""
            {"contents":{"parts":{"text":"x"}},
             "tools":[{"functionDeclarations":[
                 {"name":"f","description":"d","parameters":{"type":"OBJECT","properties":{"q":{"type":"STRING","nullable":true}},"required":["q"]}},
                 {"name":"g","parametersJsonSchema":{"type":"object","additionalProperties":false},"response":{"type":"STRING"}}]},
               {"google_search":{}},{"codeExecution":{}},{"urlContext":{}}],
             "toolConfig":{"functionCallingConfig":{"mode":"ANY","allowedFunctionNames":["f"]}}}
            """);

        Assert.Equal(["f", "g", "googleSearch", "codeExecution", "urlContext"], request.Tools.Select(tool => tool.Name));
        Assert.Equal(
            """{"type":"object","properties":{"q":{"type":["string","null"]}},"required":["q"]}""", request.Tools[0].Parameters!.Value.GetRawText());
        Assert.Equal("""{"type":"object","additionalProperties":false}""", request.Tools[1].Parameters!.Value.GetRawText());
        Assert.Equal("tools[1].googleSearch", request.Tools[2].Vendor!.Name);
        Assert.Equal(new ToolChoice(ToolChoiceMode.Required, "f"), request.ToolChoice);
        Assert.Equal([("tools[0].functionDeclarations[1].response", true)], request.Foreign.Select(field => (field.Name, field.IsHint)));
    }

    [Theory]
    [InlineData("""{"mode":"AUTO"}""", ToolChoiceMode.Auto, "")]
    [InlineData("""{"mode":"auto"}""", ToolChoiceMode.Auto, "")]
    [InlineData("""{"mode":"NONE"}""", ToolChoiceMode.None, "")]
    [InlineData("""{"mode":"ANY"}""", ToolChoiceMode.Required, "")]
    [InlineData("""{"mode":"VALIDATED"}""", ToolChoiceMode.Auto, "toolConfig.functionCallingConfig.mode")]
    [InlineData("""{"mode":"ANY","allowed_function_names":["f","g"]}""", ToolChoiceMode.Required, "toolConfig.functionCallingConfig.allowedFunctionNames")]
    [InlineData("""{"mode":"MODE_UNSPECIFIED"}""", null, "")]
    public void TryRead_CallingMode_IsUnderstood(string config, ToolChoiceMode? mode, string foreign)
    {
        var request = GeminiText.Read($$$"""{"contents":[{"parts":[{"text":"x"}]}],"tool_config":{"function_calling_config":{{{config}}}}}""");

        Assert.Equal(mode, request.ToolChoice?.Mode);
        Assert.Equal(foreign, string.Join(',', request.Foreign.Select(field => field.Name)));
    }

    [Theory]
    [InlineData("""
        {"temperature":0.5,"topP":0.9,"topK":40,"candidateCount":2,"maxOutputTokens":99,"stopSequences":["a","b"],"presencePenalty":0.1,"frequencyPenalty":-0.2,
         "seed":7,"responseMimeType":"application/json","responseLogprobs":true,"logprobs":3,
         "thinkingConfig":{"thinkingBudget":512,"includeThoughts":true}}
        """)]
    [InlineData("""
        {"temperature":0.5,"top_p":0.9,"top_k":40.0,"candidate_count":2,"max_output_tokens":"99","stop_sequences":["a","b"],"presence_penalty":0.1,"frequency_penalty":-0.2,
         "seed":7,"response_mime_type":"application/json","response_logprobs":true,"logprobs":3,
         "thinking_config":{"thinking_budget":512,"include_thoughts":true}}
        """)]
    public void TryRead_ConfigInEitherSpelling_IsReadWhole(string config)
    {
        var request = GeminiText.Read($$$"""{"contents":[{"parts":[{"text":"x"}]}],"generationConfig":{{{config}}}}""");

        Assert.Equal((0.5, 0.9, 40L), (request.Temperature, request.TopP, request.TopK));
        Assert.Equal((0.1, -0.2), (request.PresencePenalty, request.FrequencyPenalty));
        Assert.Equal((2, 99L, 7L, 3), (request.Choices, request.MaxOutputTokens, request.Seed, request.TopLogprobs));
        Assert.Equal(["a", "b"], request.Stop);
        Assert.Equal(new ResponseFormat(null), request.ResponseFormat);
        Assert.Equal(new ReasoningDemand(BudgetTokens: 512, Shown: true), request.Reasoning);
        Assert.Empty(request.Foreign);
    }

    [Theory]
    [InlineData("""{"thinkingBudget":0}""", false, null, null)]
    [InlineData("""{"thinkingBudget":-1}""", null, -1L, null)]
    [InlineData("""{"thinkingLevel":"HIGH"}""", null, null, "high")]
    [InlineData("""{"thinking_level":"MINIMAL"}""", null, null, "minimal")]
    [InlineData("""{"thinkingLevel":"THINKING_LEVEL_UNSPECIFIED"}""", null, null, null)]
    public void TryRead_Thinking_IsADemand(string config, bool? enabled, long? budget, string? effort)
    {
        var request = GeminiText.Read($$$$"""{"contents":[{"parts":[{"text":"x"}]}],"generationConfig":{"thinkingConfig":{{{{config}}}}}}""");

        Assert.Equal(new ReasoningDemand(enabled, effort, budget), request.Reasoning);
    }

    [Theory]
    [InlineData("responseSchema")]
    [InlineData("response_schema")]
    public void TryRead_OwnSchema_BecomesJsonSchema(string field)
    {
        var request = GeminiText.Read($$$$"""
            {"contents":[{"parts":[{"text":"x"}]}],"generationConfig":{"responseMimeType":"application/json","{{{{field}}}}":{"type":"ARRAY","items":{"type":"INTEGER"},"maxItems":"3"}}}
            """);

        Assert.Equal("""{"type":"array","items":{"type":"integer"},"maxItems":3}""", request.ResponseFormat!.Schema!.Value.GetRawText());
    }

    [Theory]
    [InlineData(""" "safetySettings":[{"category":"HARM_CATEGORY_HARASSMENT","threshold":"BLOCK_NONE"}] """, "safetySettings", false)]
    [InlineData(""" "cached_content":"cachedContents/x" """, "cachedContent", false)]
    [InlineData(""" "labels":{"a":"b"} """, "labels", true)]
    [InlineData(""" "newField":1 """, "newField", false)]
    [InlineData(""" "generationConfig":{"speechConfig":{}} """, "generationConfig.speechConfig", false)]
    [InlineData(""" "generationConfig":{"responseModalities":["IMAGE"]} """, "generationConfig.responseModalities", false)]
    [InlineData(""" "generationConfig":{"responseMimeType":"text/x.enum"} """, "generationConfig.responseMimeType", false)]
    [InlineData(""" "toolConfig":{"retrievalConfig":{}} """, "toolConfig.retrievalConfig", false)]
    public void TryRead_FieldWithoutNeutralPlace_IsForeign(string field, string name, bool isHint)
    {
        var request = GeminiText.Read($$$"""{"contents":[{"parts":[{"text":"x"}]}],{{{field}}}}""");

        var foreign = Assert.Single(request.Foreign);
        Assert.Equal((name, isHint), (foreign.Name, foreign.IsHint));
    }

    [Fact]
    public void TryRead_PartsOfThisWireAlone_AreForeign()
    {
        var request = GeminiText.Read("""
            {"contents":[{"role":"model","parts":[{"executableCode":{"language":"PYTHON","code":"1"}},{"codeExecutionResult":{"outcome":"OUTCOME_OK","output":"1"}},
              {"inlineData":{"mimeType":"video/mp4","data":"aGk="},"videoMetadata":{"fps":1}}]}]}
            """);

        Assert.Equal(["executableCode", "codeExecutionResult"], request.Messages[0].Parts.OfType<ChatPart.Foreign>().Select(part => part.Type));
        Assert.Equal(["contents[0].parts[2].videoMetadata"], request.Foreign.Select(field => field.Name));
    }

    [Theory]
    [InlineData("""{"contents":[{"role":"robot","parts":[{"text":"x"}]}]}""", "contents[0].role")]
    [InlineData("""{"contents":[{"parts":[{"functionCall":{"args":{}}}]}]}""", "contents[0].parts[0].functionCall.name")]
    [InlineData("""{"contents":[{"parts":[{"functionResponse":{"response":{}}}]}]}""", "contents[0].parts[0].functionResponse.name")]
    [InlineData("""{"contents":[{"parts":[{"inlineData":{"mimeType":"image/png"}}]}]}""", "contents[0].parts[0].inlineData.data")]
    [InlineData("""{"contents":[{"parts":[{"text":5}]}]}""", "contents[0].parts[0].text")]
    [InlineData("""{"contents":[{"parts":[{"text":"x"}]}],"generationConfig":{"seed":"x"}}""", "generationConfig.seed")]
    [InlineData("""{"contents":[{"parts":[{"text":"x"}]}],"tools":[{"functionDeclarations":[{"description":"d"}]}]}""", "tools[0].functionDeclarations[0].name")]
    [InlineData("""{"contents":[{"parts":[{"text":"x"}]}],"toolConfig":{"functionCallingConfig":{"mode":"SOMETIMES"}}}""", "toolConfig.functionCallingConfig.mode")]
    [InlineData("[]", "body")]
    [InlineData("{", null)]
    public void TryRead_WhatCannotBeUnderstood_IsNamed(string body, string? param)
    {
        Assert.False(new GeminiWire().TryRead(Encoding.UTF8.GetBytes(body), out var request, out var problem));
        Assert.Null(request);
        Assert.Equal(param, problem!.Param);
    }

    [Theory]
    [InlineData("""{"contents":[{"parts":[{"text":"\ud800"}]}]}""")]
    [InlineData("""{"contents":[{"parts":[{"\ud800":"x"}]}]}""")]
    [InlineData("""{"contents":[{"parts":[{"functionCall":{"name":"f","args":{"a":"\ud800"}}}]}]}""")]
    [InlineData("""{"contents":[{"parts":[{"functionResponse":{"name":"f","response":{"a":"\ud800"}}}]}]}""")]
    [InlineData("""{"contents":[{"parts":[{"executableCode":{"code":"\ud800"}}]}]}""")]
    [InlineData("""{"contents":[{"parts":[{"text":"x"}]}],"generationConfig":{"responseSchema":{"type":"STRING","description":"\ud800"}}}""")]
    [InlineData("""{"contents":[{"parts":[{"text":"x"}]}],"generationConfig":{"responseJsonSchema":{"type":"string","description":"\ud800"}}}""")]
    [InlineData("""{"contents":[{"parts":[{"text":"x"}]}],"generationConfig":{"responseSchema":{"type":"OBJECT","properties":{"\ud800":{"type":"STRING"}}}}}""")]
    public void TryRead_HalfACharacter_IsRefused(string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        GeminiRequestScanner.TryScan(bytes, "m", false, out _, out _);
        Assert.False(new GeminiWire().TryRead(bytes, out _, out var problem));
        Assert.Equal("invalid_json", problem!.Code);
    }

    private static OpaqueState Signature(string value) => new(WireName.Gemini, "thoughtSignature", value);

    private static (string CallId, string Text, bool IsError) Result(ChatPart part)
    {
        var result = Assert.IsType<ChatPart.ToolResult>(part);
        return (result.CallId, Assert.IsType<ChatPart.Text>(Assert.Single(result.Content)).Value.ToString(), result.IsError);
    }
}
