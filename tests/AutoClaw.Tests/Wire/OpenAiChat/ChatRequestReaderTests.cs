using System.Text;
using AutoClaw.Core.Wire.Hub;
using AutoClaw.Core.Wire.OpenAiChat;

namespace AutoClaw.Tests.Wire.OpenAiChat;

public sealed class ChatRequestReaderTests
{
    private static readonly OpenAiChatWire Wire = new();

    [Fact]
    public void TryRead_EverythingKnown_IsCarried()
    {
        var request = Read(
            """
            {"model":"auto","stream":true,"stream_options":{"include_usage":true},"max_completion_tokens":7,"max_tokens":9,"temperature":0.5,
             "top_p":0.9,"top_k":40,"presence_penalty":0.1,"frequency_penalty":0.2,"seed":3,"n":2,"stop":"END","logprobs":true,"top_logprobs":4,
             "parallel_tool_calls":false,"reasoning_effort":"low","user":"u1","modalities":["text"],
             "messages":[{"role":"user","content":"hi"}]}
            """);
        Assert.Equal(("auto", true, 7L), (request.Model, request.Stream, request.MaxOutputTokens));
        Assert.Equal((0.5, 0.9, 40L), (request.Temperature, request.TopP, request.TopK));
        Assert.Equal((0.1, 0.2, 3L, 2), (request.PresencePenalty, request.FrequencyPenalty, request.Seed, request.Choices));
        Assert.Equal(4, request.TopLogprobs);
        Assert.Equal(["END"], request.Stop);
        Assert.Equal((false, "low", "u1"), (request.ParallelToolCalls, request.Reasoning!.Effort, request.EndUser));
        Assert.Empty(request.Foreign);
    }

    [Fact]
    public void TryRead_UnknownFields_AreForeignAndHintsSaySo()
    {
        var request = Read("""{"model":"m","logit_bias":{"5":1},"service_tier":"flex","messages":[{"role":"user","content":"hi"}]}""");
        Assert.Equal([("logit_bias", false), ("service_tier", true)], request.Foreign.Select(field => (field.Name, field.IsHint)));
    }

    [Fact]
    public void TryRead_Parts_KeepKindAndOrder()
    {
        var request = Read(
            """
            {"model":"m","messages":[{"role":"user","content":[{"type":"text","text":"see"},
             {"type":"image_url","image_url":{"url":"data:image/png;base64,iVBO","detail":"low"}},
             {"type":"image_url","image_url":{"url":"https://example.org/a.png"}},
             {"type":"input_audio","input_audio":{"data":"UklG","format":"wav"}},
             {"type":"file","file":{"filename":"a.pdf","file_data":"data:application/pdf;base64,JVBE"}},
             {"type":"hologram","beam":1}]}]}
            """);
        Assert.Collection(
            Assert.Single(request.Messages).Parts,
            part => Assert.Equal(new ChatPart.Text("see"), part),
            part => Assert.Equal(new ChatPart.Image(new MediaSource("image/png", Base64: "iVBO"), "low"), part),
            part => Assert.Equal(new ChatPart.Image(new MediaSource(null, Url: "https://example.org/a.png")), part),
            part => Assert.Equal(new ChatPart.Audio(new MediaSource("audio/wav", Base64: "UklG")), part),
            part => Assert.Equal(new ChatPart.File(new MediaSource("application/pdf", Base64: "JVBE"), "a.pdf"), part),
            part => Assert.Equal("messages[0].content[5] (hologram)", Assert.IsType<ChatPart.Foreign>(part).Type));
    }

    [Fact]
    public void TryRead_ToolTurn_KeepsCallsResultsAndThoughts()
    {
        var request = Read(
            """
            {"model":"m","tools":[{"type":"function","function":{"name":"f","description":"d","parameters":{"type":"object"},"strict":true}}],
             "tool_choice":{"type":"function","function":{"name":"f"}},
             "messages":[{"role":"user","content":"hi"},
              {"role":"assistant","content":null,"reasoning_content":"hm","tool_calls":[{"id":"c1","type":"function","function":{"name":"f","arguments":"{}"}}]},
              {"role":"tool","tool_call_id":"c1","content":"sunny"}]}
            """);
        Assert.Equal(new ToolChoice(ToolChoiceMode.Required, "f"), request.ToolChoice);
        Assert.Equal(("f", "d", true), (request.Tools[0].Name, request.Tools[0].Description, request.Tools[0].Strict));
        Assert.Equal([new ChatPart.Reasoning("hm"), new ChatPart.ToolCall("c1", "f", "{}")], request.Messages[1].Parts);
        var result = Assert.IsType<ChatPart.ToolResult>(Assert.Single(request.Messages[2].Parts));
        Assert.Equal(("c1", new ChatPart.Text("sunny")), (result.CallId, result.Content[0]));
    }

    [Theory]
    [InlineData("""{"model":"m","messages":[{"content":"hi"}]}""", "messages[0].role")]
    [InlineData("""{"model":"m","messages":[{"role":"wizard","content":"hi"}]}""", "messages[0].role")]
    [InlineData("""{"model":"m","messages":[{"role":"tool","content":"hi"}]}""", "messages[0].tool_call_id")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":[{"text":"hi"}]}]}""", "messages[0].content[0].type")]
    [InlineData("""{"model":"m","stop":[1],"messages":[{"role":"user","content":"hi"}]}""", "stop")]
    [InlineData("""{"model":"m","tools":[{"type":"function","function":{}}],"messages":[{"role":"user","content":"hi"}]}""", "tools[0].function.name")]
    public void TryRead_NotUnderstood_NamesTheField(string body, string param)
    {
        Assert.False(Wire.TryRead(Encoding.UTF8.GetBytes(body), out var request, out var problem));
        Assert.Null(request);
        Assert.Equal(param, problem!.Param);
    }

    private static ChatRequest Read(string body)
    {
        Assert.True(Wire.TryRead(Encoding.UTF8.GetBytes(body), out var request, out var problem), problem?.Message);
        return request!;
    }
}
