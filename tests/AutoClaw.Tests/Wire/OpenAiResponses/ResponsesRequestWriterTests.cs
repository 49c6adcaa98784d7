using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using AutoClaw.Core.Wire.Hub;
using AutoClaw.Core.Wire.OpenAiResponses;

namespace AutoClaw.Tests.Wire.OpenAiResponses;

public sealed class ResponsesRequestWriterTests
{
    private static readonly ChatRequest Hello = new() { Model = "auto", Messages = [new ChatMessage(ChatRole.User, [new ChatPart.Text("hi")])] };

    [Fact]
    public void Write_Text_StreamsAndStoresNothing() => Equal(
        """
        {"model":"gpt-5","stream":true,"store":false,"input":[{"type":"message","role":"user","content":[{"type":"input_text","text":"hi"}]}]}
        """,
        Write(Hello));

    [Fact]
    public void Write_Conversation_IsAListOfItems()
    {
        var request = Hello with
        {
            Messages =
            [
                new ChatMessage(ChatRole.System, [new ChatPart.Text("be brief")]),
                new ChatMessage(ChatRole.Developer, [new ChatPart.Text("really")]),
                new ChatMessage(
                    ChatRole.User,
                    [
                        new ChatPart.Text("see"),
                        new ChatPart.Image(new MediaSource("image/png", Base64: "AA==")),
                        new ChatPart.Image(new MediaSource(null, Url: "https://x/y"), "low"),
                        new ChatPart.File(new MediaSource("application/pdf", Base64: "JVBE"), "a.pdf"),
                        new ChatPart.File(new MediaSource(null, Url: "https://x/z")),
                        new ChatPart.File(new MediaSource(null, FileId: "file_1")),
                    ]),
                new ChatMessage(
                    ChatRole.Assistant,
                    [
                        new ChatPart.Reasoning("hm", new OpaqueState(WireName.OpenAiResponses, "encrypted_content", "gAAA")),
                        new ChatPart.Text("a"),
                        new ChatPart.Refusal("b"),
                        new ChatPart.ToolCall("c", "f", "{}"),
                        new ChatPart.Text("d"),
                    ]),
                new ChatMessage(
                    ChatRole.Tool,
                    [
                        new ChatPart.ToolResult("c", [new ChatPart.Text("r")]),
                        new ChatPart.ToolResult("e", []),
                        new ChatPart.ToolResult("g", [new ChatPart.Text("1"), new ChatPart.Image(new MediaSource(null, FileId: "file_2"))]),
                    ]),
            ],
        };
        var written = Write(request);
        Assert.Equal("be brief", (string?)written["instructions"]);
        Equal(
            """
            [{"type":"message","role":"developer","content":[{"type":"input_text","text":"really"}]},
             {"type":"message","role":"user","content":[{"type":"input_text","text":"see"},{"type":"input_image","image_url":"data:image/png;base64,AA=="},
               {"type":"input_image","image_url":"https://x/y","detail":"low"},{"type":"input_file","filename":"a.pdf","file_data":"data:application/pdf;base64,JVBE"},
               {"type":"input_file","file_url":"https://x/z"},{"type":"input_file","file_id":"file_1"}]},
             {"type":"reasoning","summary":[{"type":"summary_text","text":"hm"}],"encrypted_content":"gAAA"},
             {"type":"message","role":"assistant","content":[{"type":"output_text","text":"a","annotations":[]},{"type":"refusal","refusal":"b"}]},
             {"type":"function_call","call_id":"c","name":"f","arguments":"{}"},
             {"type":"message","role":"assistant","content":[{"type":"output_text","text":"d","annotations":[]}]},
             {"type":"function_call_output","call_id":"c","output":"r"},
             {"type":"function_call_output","call_id":"e","output":""},
             {"type":"function_call_output","call_id":"g","output":[{"type":"input_text","text":"1"},{"type":"input_image","file_id":"file_2"}]}]
            """,
            written["input"]);
    }

    [Fact]
    public void Write_Options_AreSaidInThisWiresWords()
    {
        var written = Write(Hello with
        {
            Temperature = 0.5,
            TopP = 0.25,
            MaxOutputTokens = 64,
            TopLogprobs = 3,
            EndUser = "u",
            ParallelToolCalls = false,
            ToolChoice = new ToolChoice(ToolChoiceMode.Required, "f"),
            Tools = [new ChatTool("f", "d", JsonElement.Parse("""{"type":"object"}"""), true), new ChatTool("g", null, null)],
            ResponseFormat = new ResponseFormat(JsonElement.Parse("""{"type":"object"}"""), "n", "d", true),
            Reasoning = new ReasoningDemand(Effort: "low", Shown: true),
        });
        Equal("0.5", written["temperature"]);
        Equal("0.25", written["top_p"]);
        Equal("64", written["max_output_tokens"]);
        Equal("3", written["top_logprobs"]);
        Equal("\"u\"", written["safety_identifier"]);
        Equal("false", written["parallel_tool_calls"]);
        Equal("""{"type":"function","name":"f"}""", written["tool_choice"]);
        Equal("""[{"type":"function","name":"f","description":"d","parameters":{"type":"object"},"strict":true},{"type":"function","name":"g","parameters":null,"strict":null}]""", written["tools"]);
        Equal("""{"format":{"type":"json_schema","name":"n","description":"d","strict":true,"schema":{"type":"object"}}}""", written["text"]);
        Equal("""{"effort":"low","summary":"auto"}""", written["reasoning"]);
        Equal("""["reasoning.encrypted_content","message.output_text.logprobs"]""", written["include"]);
    }

    [Theory]
    [InlineData(ToolChoiceMode.Auto, "auto")]
    [InlineData(ToolChoiceMode.None, "none")]
    [InlineData(ToolChoiceMode.Required, "required")]
    public void Write_ToolChoice_IsAWord(ToolChoiceMode mode, string word) =>
        Assert.Equal(word, (string?)Write(Hello with { ToolChoice = new ToolChoice(mode) })["tool_choice"]);

    [Theory]
    [InlineData(false, null, null, "none")]
    [InlineData(null, null, 1024L, "low")]
    [InlineData(true, null, 8192L, "medium")]
    [InlineData(null, null, 20000L, "high")]
    [InlineData(null, null, -1L, null)]
    [InlineData(true, null, null, null)]
    [InlineData(null, "minimal", 20000L, "minimal")]
    public void Write_Reasoning_IsAWord(bool? enabled, string? effort, long? budget, string? word) =>
        Assert.Equal(word, (string?)Write(Hello with { Reasoning = new ReasoningDemand(enabled, effort, budget) })["reasoning"]?["effort"]);

    [Fact]
    public void Write_AnyJson_HasNoSchema()
    {
        Equal("""{"format":{"type":"json_object"}}""", Write(Hello with { ResponseFormat = new ResponseFormat(null) })["text"]);
        Assert.Equal("answer", (string?)Write(Hello with { ResponseFormat = new ResponseFormat(JsonElement.Parse("{}")) })["text"]!["format"]!["name"]);
    }

    [Fact]
    public void Write_WhatHasNoPlace_IsNamed()
    {
        var losses = new Losses();
        var vendor = new ForeignField("tools[0]", JsonElement.Parse("{}"));
        Write(
            new ChatRequest
            {
                Model = "auto",
                Stop = ["x"],
                TopK = 5,
                Seed = 1,
                Choices = 2,
                PresencePenalty = 1,
                FrequencyPenalty = 1,
                Reasoning = new ReasoningDemand(BudgetTokens: 5),
                Tools = [new ChatTool("web", null, null, Vendor: vendor)],
                Foreign = [new ForeignField("logit_bias", JsonElement.Parse("{}")), new ForeignField("cache", JsonElement.Parse("{}"), IsHint: true)],
                Messages =
                [
                    new ChatMessage(ChatRole.User, [new ChatPart.Audio(new MediaSource("audio/wav", Base64: "AA==")), new ChatPart.Text("x")]) { Name = "n" },
                    new ChatMessage(
                        ChatRole.Assistant,
                        [
                            new ChatPart.Reasoning("hm", new OpaqueState(WireName.Anthropic, "signature", "s")),
                            new ChatPart.Foreign(WireName.Anthropic, "server_tool_use", JsonElement.Parse("{}")),
                            new ChatPart.Image(new MediaSource(null, Url: "x")),
                            new ChatPart.ToolCall("c", "f", "{}", new OpaqueState(WireName.Gemini, "thoughtSignature", "t")),
                        ]),
                    new ChatMessage(ChatRole.Tool, [new ChatPart.ToolResult("c", [new ChatPart.Text("no")], IsError: true)]),
                ],
            },
            losses);
        Assert.Equal(
            ["audio", "server_tool_use", "image", "tools[0]", "stop", "top_k", "presence_penalty", "frequency_penalty", "seed", "n", "logit_bias"],
            losses.Fields);
        Assert.Equal(["name", "reasoning", "thoughtSignature", "is_error", "reasoning.budget_tokens", "cache"], losses.Hints);
    }

    private static JsonObject Write(ChatRequest request, Losses? losses = null)
    {
        var output = new ArrayBufferWriter<byte>();
        new ResponsesWire().Write(request, "gpt-5", output, losses ?? new Losses());
        return JsonNode.Parse(output.WrittenSpan)!.AsObject();
    }

    private static void Equal(string expected, JsonNode? actual) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), actual), $"Expected: {expected}\nActual:   {actual?.ToJsonString()}");
}
