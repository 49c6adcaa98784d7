using AutoClaw.Core.Wire.Gemini;
using AutoClaw.Core.Wire.Hub;

namespace AutoClaw.Tests.Wire.Gemini;

public sealed class GeminiRequestWriterTests
{
    [Fact]
    public void Write_Conversation_StandsAsTheApiDemandsIt()
    {
        var body = GeminiText.Write(
            Ask(
                Say(ChatRole.System, new ChatPart.Text("Be brief.")),
                Say(ChatRole.User, new ChatPart.Text("go"), new ChatPart.Text("")),
                Say(ChatRole.Assistant, new ChatPart.Text("calling")),
                Say(ChatRole.Assistant, new ChatPart.ToolCall("a", "f", """{"x":1}"""), new ChatPart.ToolCall("b", "g", "")),
                Say(ChatRole.Tool, Result("a", "one")),
                Say(ChatRole.Tool, Result("b", """{"y":2}""")),
                Say(ChatRole.User, new ChatPart.Text("next")),
                Say(ChatRole.Assistant)),
            out var losses);

        Assert.Equal(
            """{"systemInstruction":{"parts":[{"text":"Be brief."}]},"contents":[{"role":"user","parts":[{"text":"go"}]},{"role":"model","parts":[{"text":"calling"},{"functionCall":{"id":"a","name":"f","args":{"x":1}}},{"functionCall":{"id":"b","name":"g","args":{}}}]},{"role":"user","parts":[{"functionResponse":{"id":"a","name":"f","response":{"output":"one"}}},{"functionResponse":{"id":"b","name":"g","response":{"y":2}}}]},{"role":"user","parts":[{"text":"next"}]}],"generationConfig":{}}""",
            body);
        Assert.Empty(losses.All);
    }

    [Fact]
    public void Write_SystemAlone_IsAsked() =>
        Assert.Equal(
            """{"contents":[{"role":"user","parts":[{"text":"Say hi."}]}],"generationConfig":{}}""",
            GeminiText.Write(Ask(Say(ChatRole.Developer, new ChatPart.Text("Say hi."))), out _));

    [Fact]
    public void Write_LateSystemMessage_MovesToTheFrontAndIsNamed()
    {
        var body = GeminiText.Write(
            Ask(Say(ChatRole.User, new ChatPart.Text("a")), Say(ChatRole.System, new ChatPart.Text("b"))), out var losses);

        Assert.Equal("b", GeminiText.Json(body).GetProperty("systemInstruction").GetProperty("parts")[0].GetProperty("text").GetString());
        Assert.Equal(["messages[1].role"], losses.Hints);
    }

    [Fact]
    public void Write_Media_IsInlineOrNamedByAddress()
    {
        var body = GeminiText.Write(
            Ask(Say(
                ChatRole.User,
                new ChatPart.Image(new MediaSource(null, Base64: "iVBORw0KGgo="), "low"),
                new ChatPart.Audio(new MediaSource("audio/mp3", Url: "https://example.org/a.mp3")),
                new ChatPart.File(new MediaSource("application/pdf", FileId: "gs://bucket/a.pdf"), "a.pdf"),
                new ChatPart.File(new MediaSource(null, FileId: "file-123")))),
            out var losses);

        Assert.Equal(
            """[{"inlineData":{"mimeType":"image/png","data":"iVBORw0KGgo="}},{"fileData":{"mimeType":"audio/mp3","fileUri":"https://example.org/a.mp3"}},{"fileData":{"mimeType":"application/pdf","fileUri":"gs://bucket/a.pdf"}}]""",
            GeminiText.Json(body).GetProperty("contents")[0].GetProperty("parts").GetRawText());
        Assert.Equal(["messages[0].content[3].file_id"], losses.Fields);
        Assert.Equal(["messages[0].content[0].detail", "messages[0].content[2].filename"], losses.Hints);
    }

    [Fact]
    public void Write_Signatures_OfThisWireGoBackVerbatim()
    {
        var own = new OpaqueState(WireName.Gemini, "thoughtSignature", "c2ln");
        var other = new OpaqueState(WireName.Anthropic, "signature", "x");
        var body = GeminiText.Write(
            Ask(
                Say(ChatRole.User, new ChatPart.Text("a")),
                Say(
                    ChatRole.Assistant,
                    new ChatPart.Reasoning("thought", other),
                    new ChatPart.Reasoning("", other),
                    new ChatPart.Text("b") { State = own },
                    new ChatPart.Reasoning("", own),
                    new ChatPart.Refusal("no"),
                    new ChatPart.ToolCall("a", "f", "{}", own),
                    new ChatPart.ToolCall("b", "f", "{}", other))),
            out var losses,
            "gemini-3-pro-preview");

        Assert.Equal(
            """[{"text":"thought","thought":true},{"text":"b","thoughtSignature":"c2ln"},{"text":"","thoughtSignature":"c2ln"},{"text":"no"},{"functionCall":{"id":"a","name":"f","args":{}},"thoughtSignature":"c2ln"},{"functionCall":{"id":"b","name":"f","args":{}}}]""",
            GeminiText.Json(body).GetProperty("contents")[1].GetProperty("parts").GetRawText());
        Assert.Equal(
            ["messages[1].content[0].signature", "messages[1].content[1].signature", "messages[1].content[6].signature"], losses.Hints);
    }

    // Models of the third generation refuse a call of their turn that has no signature; other models' calls have none.
    [Theory]
    [InlineData("gemini-3-pro-preview", true)]
    [InlineData("models/gemini-3.1-flash", true)]
    [InlineData("gemini-flash-latest", true)]
    [InlineData("gemini-2.5-pro", false)]
    [InlineData("gemma-3-27b-it", false)]
    public void Write_CallsOfAnotherModel_CarryWhatStandsForASignature(string model, bool expected)
    {
        var body = GeminiText.Write(
            Ask(Say(ChatRole.User, new ChatPart.Text("a")), Say(ChatRole.Assistant, new ChatPart.ToolCall("a", "f", "{}"), new ChatPart.ToolCall("b", "f", "{}"))),
            out _,
            model);

        var parts = GeminiText.Json(body).GetProperty("contents")[1].GetProperty("parts");
        Assert.Equal(expected, parts[0].TryGetProperty("thoughtSignature", out _));
        Assert.False(parts[1].TryGetProperty("thoughtSignature", out _));
        Assert.Equal(new ChatPart.ToolCall("a", "f", "{}"), GeminiText.Read(body).Messages[1].Parts[0]);
    }

    [Fact]
    public void Write_Results_SayFailureAndCarryMedia()
    {
        var body = GeminiText.Write(
            Ask(
                Say(ChatRole.Assistant, new ChatPart.ToolCall("a", "f", "[1]")),
                Say(
                    ChatRole.Tool,
                    new ChatPart.ToolResult("a", [new ChatPart.Text("bad")], IsError: true),
                    new ChatPart.ToolResult("z", [new ChatPart.Image(new MediaSource("image/png", Base64: "aGk="))]))),
            out _);

        var contents = GeminiText.Json(body).GetProperty("contents");
        Assert.Equal("""{"arguments":"[1]"}""", contents[0].GetProperty("parts")[0].GetProperty("functionCall").GetProperty("args").GetRawText());
        Assert.Equal(
            """[{"functionResponse":{"id":"a","name":"f","response":{"error":"bad"}}},{"functionResponse":{"id":"z","name":"z","response":{"output":""},"parts":[{"inlineData":{"mimeType":"image/png","data":"aGk="}}]}}]""",
            contents[1].GetProperty("parts").GetRawText());
    }

    [Fact]
    public void Write_Tools_GoAsTheApisOwnSchemaWhereThatSaysAll()
    {
        var request = Ask(Say(ChatRole.User, new ChatPart.Text("x"))) with
        {
            Tools =
            [
                new ChatTool("f", "d", GeminiText.Json("""{"type":"object","properties":{"q":{"type":"string"}}}""")),
                new ChatTool("g", null, GeminiText.Json("""{"type":"object","properties":{"q":{"type":"string","not":{}}},"additionalProperties":false}"""), Strict: true),
                new ChatTool("h", null, GeminiText.Json("""{"type":"object","properties":{}}""")),
                new ChatTool("googleSearch", null, null, Vendor: new ForeignField("tools[3].googleSearch", GeminiText.Json("{}"))),
                new ChatTool("web_search", null, null, Vendor: new ForeignField("tools[4]", GeminiText.Json("{}"))),
            ],
            ToolChoice = new ToolChoice(ToolChoiceMode.Required, "f"),
            ParallelToolCalls = false,
        };
        var root = GeminiText.Json(GeminiText.Write(request, out var losses));

        Assert.Equal(
            """[{"functionDeclarations":[{"name":"f","description":"d","parameters":{"type":"OBJECT","properties":{"q":{"type":"STRING"}}}},{"name":"g","parametersJsonSchema":{"type":"object","properties":{"q":{"type":"string","not":{}}},"additionalProperties":false}},{"name":"h"}]},{"googleSearch":{}}]""",
            root.GetProperty("tools").GetRawText());
        Assert.Equal("""{"functionCallingConfig":{"mode":"ANY","allowedFunctionNames":["f"]}}""", root.GetProperty("toolConfig").GetRawText());
        Assert.Equal(["tools[4]", "parallel_tool_calls"], losses.Fields);
        Assert.Equal(["tools.g.parameters.not", "tools.g.strict"], losses.Hints);
    }

    [Fact]
    public void Write_ToolChoiceWithoutTools_IsLeftOut() =>
        Assert.DoesNotContain(
            "toolConfig",
            GeminiText.Write(Ask(Say(ChatRole.User, new ChatPart.Text("x"))) with { ToolChoice = new ToolChoice(ToolChoiceMode.Auto) }, out _),
            StringComparison.Ordinal);

    [Fact]
    public void Write_Config_IsWhole()
    {
        var request = Ask(Say(ChatRole.User, new ChatPart.Text("x"))) with
        {
            Temperature = 0.5,
            TopP = 0.25,
            TopK = 40,
            PresencePenalty = 1,
            FrequencyPenalty = -1,
            MaxOutputTokens = 9,
            Choices = 2,
            Seed = 7,
            Stop = ["a"],
            TopLogprobs = 2,
            EndUser = "u",
            ResponseFormat = new ResponseFormat(GeminiText.Json("""{"type":"object","properties":{"a":{"type":"integer"}},"additionalProperties":false}"""), "n", Strict: true),
            Foreign = [new ForeignField("service_tier", GeminiText.Json("1"), IsHint: true), new ForeignField("audio", GeminiText.Json("1"))],
        };
        var config = GeminiText.Json(GeminiText.Write(request, out var losses)).GetProperty("generationConfig").GetRawText();

        Assert.Equal(
            """{"temperature":0.5,"topP":0.25,"topK":40,"presencePenalty":1,"frequencyPenalty":-1,"maxOutputTokens":9,"candidateCount":2,"seed":7,"stopSequences":["a"],"responseLogprobs":true,"logprobs":2,"responseMimeType":"application/json","responseJsonSchema":{"type":"object","properties":{"a":{"type":"integer"}},"additionalProperties":false}}""",
            config);
        Assert.Equal(["audio"], losses.Fields);
        Assert.Equal(["response_format.json_schema.name", "response_format.json_schema.strict", "user", "service_tier"], losses.Hints);
    }

    [Theory]
    [InlineData("gemini-2.5-flash", false, null, null, """{"thinkingBudget":0}""", "")]
    [InlineData("gemini-2.5-flash", true, null, null, """{"thinkingBudget":-1}""", "")]
    [InlineData("gemini-2.5-flash", null, "low", null, """{"thinkingBudget":1024}""", "")]
    [InlineData("gemini-2.5-flash", null, "medium", null, """{"thinkingBudget":8192}""", "")]
    [InlineData("gemini-2.5-flash", null, "high", 99L, """{"thinkingBudget":99}""", "")]
    [InlineData("gemini-2.5-flash", null, "none", null, """{"thinkingBudget":0}""", "")]
    [InlineData("gemini-2.5-flash", null, "odd", null, "{}", "reasoning.effort")]
    [InlineData("gemini-3-pro-preview", null, "high", null, """{"thinkingLevel":"HIGH"}""", "")]
    [InlineData("gemini-3-pro-preview", null, "minimal", 99L, """{"thinkingLevel":"MINIMAL"}""", "reasoning.budget_tokens")]
    [InlineData("gemini-3-pro-preview", null, null, 99L, """{"thinkingBudget":99}""", "")]
    [InlineData("gemini-3-pro-preview", false, null, null, """{"thinkingLevel":"LOW"}""", "reasoning")]
    public void Write_Thinking_IsSaidAsTheModelsGenerationTakesIt(string model, bool? enabled, string? effort, long? budget, string expected, string hints)
    {
        var request = Ask(Say(ChatRole.User, new ChatPart.Text("x"))) with { Reasoning = new ReasoningDemand(enabled, effort, budget) };
        var body = GeminiText.Write(request, out var losses, model);

        Assert.Equal(expected, GeminiText.Json(body).GetProperty("generationConfig").GetProperty("thinkingConfig").GetRawText());
        Assert.Equal(hints, string.Join(',', losses.All));
    }

    private static ChatRequest Ask(params ChatMessage[] messages) => new() { Model = "auto", Messages = messages };

    private static ChatMessage Say(ChatRole role, params ChatPart[] parts) => new(role, parts);

    private static ChatPart.ToolResult Result(string id, string text) => new(id, [new ChatPart.Text(text)]);
}
