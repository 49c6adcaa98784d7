using System.Buffers;
using System.Text;
using System.Text.Json;
using AutoClaw.Core.Wire.Anthropic;
using AutoClaw.Core.Wire.Hub;

namespace AutoClaw.Tests.Wire.Anthropic;

public sealed class AnthropicRequestWriterTests
{
    private const string Old = "claude-sonnet-4-5";
    private const string New = "claude-opus-4-7";

    private static readonly ChatRequest Hi = new() { Model = "auto", Messages = [Said(ChatRole.User, "hi")], MaxOutputTokens = 100 };

    [Fact]
    public void Write_PlainRequest_AsksForAStream() => Assert.Equal(
        """{"model":"m","max_tokens":100,"stream":true,"messages":[{"role":"user","content":[{"type":"text","text":"hi"}]}]}""", Write(Hi, "m"));

    [Theory]
    [InlineData("claude-sonnet-4-5", "\"max_tokens\":32000")]
    [InlineData("some-model", "\"max_tokens\":8192")]
    public void Write_NoLimit_GetsTheDocumentedOne(string model, string expected) =>
        Assert.Contains(expected, Write(Hi with { MaxOutputTokens = null }, model), StringComparison.Ordinal);

    [Fact]
    public void Write_SystemMessages_GoToSystemInOrder() => Assert.Equal(
        """{"model":"m","max_tokens":100,"stream":true,"system":[{"type":"text","text":"a"},{"type":"text","text":"b"}],"messages":[{"role":"user","content":[{"type":"text","text":"x"},{"type":"text","text":"y"}]}]}""",
        Write(Hi with { Messages = [Said(ChatRole.System, "a"), Said(ChatRole.User, "x"), Said(ChatRole.Developer, "b"), Said(ChatRole.User, "y")] }, "m"));

    [Fact]
    public void Write_Calls_HaveTheirResultsFirstInTheNextMessage()
    {
        var body = Write(
            Hi with
            {
                Messages =
                [
                    Said(ChatRole.User, "x"),
                    new ChatMessage(ChatRole.Assistant, [new ChatPart.Text(""), new ChatPart.ToolCall("functions.f:0", "f", "{\"a\":1}"), new ChatPart.ToolCall("c2", "g", "")]),
                    new ChatMessage(ChatRole.Tool, [new ChatPart.ToolResult("functions.f:0", [new ChatPart.Text("one")])]),
                    Said(ChatRole.User, "y"),
                    new ChatMessage(ChatRole.Tool, [new ChatPart.ToolResult("c2", [], true)]),
                ],
            },
            "m");

        Assert.EndsWith(
            """
            {"role":"assistant","content":[{"type":"tool_use","id":"functions_f_0","name":"f","input":{"a":1}},{"type":"tool_use","id":"c2","name":"g","input":{}}]},
            {"role":"user","content":[{"type":"tool_result","tool_use_id":"functions_f_0","content":[{"type":"text","text":"one"}]},
            {"type":"tool_result","tool_use_id":"c2","is_error":true},{"type":"text","text":"y"}]}]}
            """.ReplaceLineEndings(""),
            body,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Write_Media_HasItsSource()
    {
        var body = Write(
            Hi with
            {
                Messages =
                [
                    new ChatMessage(ChatRole.User,
                    [
                        new ChatPart.Image(new MediaSource("image/png", Base64: "AA==")),
                        new ChatPart.Image(new MediaSource(null, Url: "http://x")),
                        new ChatPart.File(new MediaSource("application/pdf", Base64: "AA=="), "t"),
                        new ChatPart.File(new MediaSource(null, Base64: "JVBERi0=")),
                        new ChatPart.File(new MediaSource("text/plain", Base64: "aGk=")),
                    ]),
                ],
            },
            "m");

        Assert.EndsWith(
            """
            "content":[{"type":"image","source":{"type":"base64","media_type":"image/png","data":"AA=="}},
            {"type":"image","source":{"type":"url","url":"http://x"}},
            {"type":"document","source":{"type":"base64","media_type":"application/pdf","data":"AA=="},"title":"t"},
            {"type":"document","source":{"type":"base64","media_type":"application/pdf","data":"JVBERi0="}},
            {"type":"document","source":{"type":"text","media_type":"text/plain","data":"hi"}}]}]}
            """.ReplaceLineEndings(""),
            body,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Write_Tools_SayThatTheirSchemaIsAnObjects() => Assert.Contains(
        """
        "tools":[{"name":"f","description":"d","input_schema":{"type":"object","properties":{}},"strict":true},
        {"name":"g","input_schema":{"type":"object"}},{"name":"h","input_schema":{"type":"object","x":1}}],
        "tool_choice":{"type":"auto","disable_parallel_tool_use":true}
        """.ReplaceLineEndings(""),
        Write(
            Hi with
            {
                Tools =
                [
                    new ChatTool("f", "d", Json("""{"type":"object","properties":{}}"""), true),
                    new ChatTool("g", null, null),
                    new ChatTool("h", null, Json("""{"x":1}"""), false),
                ],
                ParallelToolCalls = false,
            },
            "m"),
        StringComparison.Ordinal);

    [Theory]
    [InlineData(ToolChoiceMode.None, null, """{"type":"none"}""")]
    [InlineData(ToolChoiceMode.Auto, null, """{"type":"auto","disable_parallel_tool_use":false}""")]
    [InlineData(ToolChoiceMode.Required, null, """{"type":"any","disable_parallel_tool_use":false}""")]
    [InlineData(ToolChoiceMode.Required, "f", """{"type":"tool","name":"f","disable_parallel_tool_use":false}""")]
    public void Write_ToolChoice_IsCarried(ToolChoiceMode mode, string? name, string expected) => Assert.Contains(
        $"\"tool_choice\":{expected}",
        Write(Hi with { Tools = [new ChatTool("f", null, null)], ToolChoice = new ToolChoice(mode, name), ParallelToolCalls = true }, "m"),
        StringComparison.Ordinal);

    [Theory]
    [InlineData(Old, "minimal", 1024)]
    [InlineData(Old, "low", 2048)]
    [InlineData(Old, "medium", 8192)]
    [InlineData(Old, "high", 16384)]
    [InlineData("claude-opus-4-20250514", "xhigh", 32768)]
    [InlineData("claude-3-7-sonnet-20250219", "max", 32768)]
    [InlineData("some-model", "low", 2048)]
    public void Write_Effort_IsABudgetOnTopOfTheDefault(string model, string effort, int budget)
    {
        var body = Write(Hi with { MaxOutputTokens = null, Reasoning = new ReasoningDemand(Effort: effort) }, model);

        Assert.Contains($$"""
            "thinking":{"type":"enabled","budget_tokens":{{budget}}}
            """, body, StringComparison.Ordinal);
        Assert.Contains($"\"max_tokens\":{(model == "some-model" ? 8192 : 32000) + budget},", body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(New, "minimal", null, "low")]
    [InlineData(New, "xhigh", null, "xhigh")]
    [InlineData("claude-sonnet-5", null, 2000L, "low")]
    [InlineData("claude-mythos-preview", "max", null, "max")]
    [InlineData("anthropic/claude-opus-4.6", null, 10000L, "medium")]
    [InlineData("claude-opus-4-6-20260205", null, 20000L, "high")]
    public void Write_ThinkingOfNewModels_IsAnEffort(string model, string? effort, long? budget, string expected)
    {
        var body = Write(Hi with { Reasoning = new ReasoningDemand(null, effort, budget, true) }, model);

        Assert.Contains("\"thinking\":{\"type\":\"adaptive\",\"display\":\"summarized\"}", body, StringComparison.Ordinal);
        Assert.Contains($$"""
            "output_config":{"effort":"{{expected}}"}
            """, body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(5000, null, 2500L)]
    [InlineData(1500, null, 1024L)]
    [InlineData(5000, 6000L, 4999L)]
    public void Write_BudgetBesideALimit_LeavesRoomForTheAnswer(long limit, long? asked, long budget) => Assert.Contains(
        $"\"budget_tokens\":{budget}",
        Write(Hi with { MaxOutputTokens = limit, Reasoning = new ReasoningDemand(true, null, asked) }, Old),
        StringComparison.Ordinal);

    [Theory]
    [InlineData(false, null, null)]
    [InlineData(null, "none", null)]
    [InlineData(null, null, 0L)]
    public void Write_NoThinking_IsDisabled(bool? enabled, string? effort, long? budget) => Assert.Contains(
        "\"thinking\":{\"type\":\"disabled\"}", Write(Hi with { Reasoning = new ReasoningDemand(enabled, effort, budget) }, Old), StringComparison.Ordinal);

    [Fact]
    public void Write_JsonSchema_IsTheOutputFormat() => Assert.Contains(
        ""","output_config":{"format":{"type":"json_schema","schema":{"type":"object"}}}""",
        Write(Hi with { ResponseFormat = new ResponseFormat(Json("""{"type":"object"}"""), "n", null, true) }, Old),
        StringComparison.Ordinal);

    [Fact]
    public void Write_WhatHasNoPlace_IsALoss()
    {
        var losses = new Losses();
        Write(
            Hi with
            {
                Messages =
                [
                    new ChatMessage(ChatRole.System, [new ChatPart.Image(new MediaSource(null, Url: "x"))]),
                    new ChatMessage(ChatRole.User,
                    [
                        new ChatPart.Audio(new MediaSource("audio/wav", Base64: "AA")),
                        new ChatPart.Image(new MediaSource(null, FileId: "f")),
                        new ChatPart.File(new MediaSource("application/msword", Base64: "AA")),
                        new ChatPart.Foreign(WireName.Gemini, "executableCode", Json("{}")),
                        new ChatPart.Image(new MediaSource(null, Url: "x"), "high"),
                    ]) { Name = "Ann" },
                    new ChatMessage(ChatRole.Assistant,
                    [
                        new ChatPart.Reasoning("hm"),
                        new ChatPart.ToolCall("c", "f", "{}", new OpaqueState(WireName.Gemini, "thoughtSignature", "s")),
                    ]),
                ],
                Choices = 2,
                TopLogprobs = 0,
                PresencePenalty = 1,
                FrequencyPenalty = 1,
                Seed = 1,
                Temperature = 1.5,
                Stop = [" ", "x"],
                ResponseFormat = new ResponseFormat(null),
                Tools = [new ChatTool("web_search", null, null, Vendor: new ForeignField("tools[0]", Json("{}")))],
                Foreign = [new ForeignField("verbosity", Json("1")), new ForeignField("store", Json("true"), true)],
            },
            Old,
            losses);

        Assert.Equal(
            [
                "audio", "executableCode", "file", "file_id", "frequency_penalty", "image", "logprobs", "n", "name", "presence_penalty", "response_format",
                "seed", "stop", "temperature", "tools[0]", "verbosity",
            ],
            losses.Fields.Order(StringComparer.Ordinal));
        Assert.Equal(["detail", "reasoning", "store", "thoughtSignature"], losses.Hints.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Write_SamplingBesideThinking_IsALoss()
    {
        var losses = new Losses();
        var body = Write(Hi with { MaxOutputTokens = null, Temperature = 0.2, TopK = 5, Reasoning = new ReasoningDemand(Effort: "odd") }, Old, losses);

        Assert.Equal(["reasoning_effort", "temperature", "top_k"], losses.Fields.Order(StringComparer.Ordinal));
        Assert.DoesNotContain("temperature", body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("claude-opus-4-6", "")]
    [InlineData("claude-opus-4-7", "temperature,top_k,top_p")]
    [InlineData("claude-haiku-5-5", "temperature,top_k,top_p")]
    public void Write_SamplingThatAModelNoLongerTakes_IsALoss(string model, string lost)
    {
        var losses = new Losses();
        var body = Write(Hi with { Temperature = 0.2, TopP = 0.9, TopK = 5 }, model, losses);

        Assert.Equal(lost, string.Join(',', losses.Fields.Order(StringComparer.Ordinal)));
        Assert.Equal(lost.Length == 0, body.Contains("\"temperature\":0.2,\"top_p\":0.9,\"top_k\":5", StringComparison.Ordinal));
        Assert.DoesNotContain("temperature", Write(Hi with { Temperature = 1 }, "claude-opus-4-7"), StringComparison.Ordinal);
    }

    [Fact]
    public void Write_ThinkingThatTheVendorRefuses_IsLeftOut()
    {
        var losses = new Losses();
        var forced = Hi with { Tools = [new ChatTool("f", null, null)], ToolChoice = new ToolChoice(ToolChoiceMode.Required), Reasoning = new ReasoningDemand(true) };

        Assert.DoesNotContain("thinking", Write(forced, Old, losses), StringComparison.Ordinal);
        Assert.DoesNotContain("thinking", Write(Hi with { Reasoning = new ReasoningDemand(true) }, Old, losses), StringComparison.Ordinal);
        Assert.Equal(["reasoning"], losses.Hints);
    }

    private static ChatMessage Said(ChatRole role, string text) => new(role, [new ChatPart.Text(text)]);

    private static JsonElement Json(string json) => JsonDocument.Parse(json).RootElement.Clone();

    private static string Write(ChatRequest request, string model, Losses? losses = null)
    {
        var output = new ArrayBufferWriter<byte>();
        var lost = losses ?? new Losses();
        new AnthropicWire().Write(request, model, output, lost);
        Assert.True(losses is not null || !lost.All.Any(), string.Join(", ", lost.All));
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
