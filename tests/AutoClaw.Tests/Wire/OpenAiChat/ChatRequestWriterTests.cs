using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AutoClaw.Core.Wire.Hub;
using AutoClaw.Core.Wire.OpenAiChat;
using CsCheck;

namespace AutoClaw.Tests.Wire.OpenAiChat;

public sealed class ChatRequestWriterTests
{
    private static readonly JsonElement Schema = JsonElement.Parse("""{"type":"object","properties":{"a":{"type":"string"}}}""");

    private static readonly Gen<string> Words = Pick("hi", "größer", "a \"quoted\" \\ word", "\n", "😀", "x");

    private static readonly Gen<ChatPart> UserPart = Gen.OneOf(
        Words.Select(text => (ChatPart)new ChatPart.Text(text)),
        Words.Select(text => (ChatPart)new ChatPart.Image(new MediaSource("image/png", Base64: "iVBO"), text == "x" ? "low" : null)),
        Words.Select(_ => (ChatPart)new ChatPart.Audio(new MediaSource("audio/mp3", Base64: "SUQz"))),
        Words.Select(_ => (ChatPart)new ChatPart.File(new MediaSource("application/pdf", Base64: "JVBE"), "a.pdf")));

    private static readonly Gen<ChatMessage> Message = Gen.OneOf(
        Gen.Select(Pick(ChatRole.System, ChatRole.Developer, ChatRole.User), Words, (role, text) => new ChatMessage(role, [new ChatPart.Text(text)])),
        UserPart.List[2, 4].Select(parts => new ChatMessage(ChatRole.User, parts)),
        Gen.Select(Words, Words, (text, name) => new ChatMessage(
            ChatRole.Assistant, [new ChatPart.Reasoning(name), new ChatPart.Text(text), new ChatPart.ToolCall("c1", name, "{\"a\":1}")])),
        Words.Select(text => new ChatMessage(ChatRole.Tool, [new ChatPart.ToolResult("c1", [new ChatPart.Text(text)])])));

    private static readonly Gen<ChatRequest> Request = Gen.Select(
        Message.List[1, 6], Gen.Bool, Gen.Int[1, 5], Gen.Double[0, 2], Words.List[0, 2], Pick(0, 1, 2, 3),
        (messages, flag, number, real, stop, kind) => new ChatRequest
        {
            Model = "m",
            Stream = true,
            Messages = messages,
            Tools = flag ? [new ChatTool("f", "d", Schema, kind == 1), new ChatTool("g", null, null)] : [],
            ToolChoice = !flag ? null : kind == 0 ? null : new ToolChoice((ToolChoiceMode)(kind - 1), kind == 3 && number > 2 ? "f" : null),
            ParallelToolCalls = flag ? number > 2 : null,
            ResponseFormat = kind switch { 1 => new ResponseFormat(null), 2 => new ResponseFormat(Schema, "s", "d", true), _ => null },
            MaxOutputTokens = flag ? number : null,
            Stop = stop,
            Temperature = flag ? real : null,
            TopP = flag ? null : real / 2,
            TopK = kind == 1 ? number : null,
            PresencePenalty = kind == 2 ? real : null,
            FrequencyPenalty = kind == 3 ? real : null,
            Seed = number,
            Choices = number,
            TopLogprobs = kind == 0 ? null : kind,
            Reasoning = kind == 1 ? new ReasoningDemand(Effort: "low") : null,
            EndUser = flag ? "u" : null,
        });

    [Fact]
    public void Write_ThenRead_IsTheSame() => Request.Sample(
        request =>
        {
            var losses = new Losses();
            var body = Write(request, losses, new OpenAiChatWire());
            Assert.Empty(losses.All);
            Assert.True(new OpenAiChatWire().TryRead(body, out var again, out var problem), problem?.Message);
            Assert.Equal(Text(request), Text(again!));
        },
        iter: 2000);

    [Fact]
    public void Write_OlderEngine_GetsTheOlderNamesAndNoStreamOptions()
    {
        var body = JsonNode.Parse(Write(Ask() with { MaxOutputTokens = 5 }, new Losses(), new OpenAiChatWire(asksUsage: false, "max_tokens")))!;
        Assert.Equal(5, (int)body["max_tokens"]!);
        Assert.Null(body["stream_options"]);
        Assert.True((bool)body["stream"]!);
    }

    [Theory]
    [InlineData(0, "none")]
    [InlineData(1000, "low")]
    [InlineData(8000, "medium")]
    [InlineData(8193, "high")]
    [InlineData(-1, null)]
    public void Write_ThinkingBudget_BecomesAnEffort(int budget, string? effort)
    {
        var body = JsonNode.Parse(Write(Ask() with { Reasoning = new ReasoningDemand(BudgetTokens: budget) }, new Losses(), new OpenAiChatWire()))!;
        Assert.Equal(effort, (string?)body["reasoning_effort"]);
    }

    [Fact]
    public void Write_NoPlaceForIt_IsNamed()
    {
        var losses = new Losses();
        Write(
            Ask() with
            {
                Tools = [new ChatTool("web_search", null, null, Vendor: new ForeignField("tools[0]", Schema))],
                Foreign = [new ForeignField("top_a", Schema), new ForeignField("metadata.x", Schema, IsHint: true)],
                Messages =
                [
                    new ChatMessage(ChatRole.User, [new ChatPart.Text("hi"), new ChatPart.File(new MediaSource(null, FileId: "f1"))]),
                    new ChatMessage(ChatRole.Assistant, [new ChatPart.Reasoning("hm", new OpaqueState(WireName.Anthropic, "signature", "s"))]),
                ],
            },
            losses,
            new OpenAiChatWire());
        Assert.Equal(["messages[].content[] (file by address or file id)", "tools[0]", "top_a"], losses.Fields);
        Assert.Equal(["signatures of thoughts", "metadata.x"], losses.Hints);
    }

    [Fact]
    public void Write_ImageInAToolsResult_FollowsAsTheUsersMessage()
    {
        var image = new ChatPart.Image(new MediaSource("image/png", Base64: "iVBO"));
        var body = JsonNode.Parse(Write(
            Ask() with { Messages = [new ChatMessage(ChatRole.Tool, [new ChatPart.ToolResult("c1", [new ChatPart.Text("see"), image])])] }, new Losses(), new OpenAiChatWire()))!;
        Assert.Equal(["tool", "user"], body["messages"]!.AsArray().Select(message => (string?)message!["role"]));
        Assert.Equal("see", (string?)body["messages"]![0]!["content"]);
        Assert.Equal("data:image/png;base64,iVBO", (string?)body["messages"]![1]!["content"]![0]!["image_url"]!["url"]);
    }

    private static Gen<T> Pick<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static ChatRequest Ask() => new() { Model = "m", Messages = [new ChatMessage(ChatRole.User, [new ChatPart.Text("hi")])] };

    private static byte[] Write(ChatRequest request, Losses losses, OpenAiChatWire wire)
    {
        var output = new ArrayBufferWriter<byte>();
        wire.Write(request, "m", output, losses);
        return output.WrittenSpan.ToArray();
    }

    // Records compare lists by reference; as text they compare by what is in them.
    private static string Text(ChatRequest request)
    {
        var text = new StringBuilder();
        foreach (var message in request.Messages)
        {
            text.Append(message.Role).Append(message.Name);
            foreach (var part in message.Parts)
            {
                text.Append(part is ChatPart.ToolResult result ? $"{result.CallId}{result.IsError}{string.Concat(result.Content)}" : part.ToString());
            }
        }

        foreach (var tool in request.Tools)
        {
            text.Append($"{tool.Name}|{tool.Description}|{tool.Parameters}|{tool.Strict}");
        }

        return $"{text}{request with { Messages = [], Tools = [], Stop = [], Foreign = [] }}{string.Join('|', request.Stop)}"
            .Replace("System.Collections.Generic.List`1[System.String]", "", StringComparison.Ordinal);
    }
}
