using System.Text.Json;
using AutoClaw.Core.Wire.Hub;

namespace AutoClaw.Tests.Wire.Conformance;

/// <summary>What the table asks of every pair of client and engine.</summary>
internal static class RequestFeatures
{
    private static readonly JsonElement Schema = JsonElement.Parse("""{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}""");

    private static readonly ChatTool Forecast = new("forecast", "Tells the weather.", Schema);

    private static readonly ChatTool Search = new("search", "Finds pages.", Schema);

    private static readonly ChatPart.ToolCall FirstCall = new("call_1", "forecast", """{"city":"Bern"}""");

    private static readonly ChatPart.ToolCall SecondCall = new("call_2", "forecast", """{"city":"Ulm"}""");

    private static readonly ChatPart.Image Png = new(new MediaSource("image/png", Base64: "iVBORw0KGgo="));

    public static IReadOnlyList<RequestFeature> All { get; } =
    [
        RequestFeature.Neutral("text", Says(User("größer 😀")), Spoken),
        RequestFeature.Neutral("system message", Says(Text(ChatRole.System, "Be brief."), User("hi")), Spoken),
        RequestFeature.Neutral("developer message", Says(Text(ChatRole.Developer, "Be brief."), User("hi")), Spoken),
        RequestFeature.Neutral("several turns", Says(User("one"), Text(ChatRole.Assistant, "two"), User("three")), Spoken),
        RequestFeature.Neutral("image in the request", Says(new ChatMessage(ChatRole.User, [new ChatPart.Text("what?"), Png])), Media),
        RequestFeature.Neutral("image by address", Says(new ChatMessage(ChatRole.User, [new ChatPart.Image(new MediaSource(null, Url: "https://x.test/a.png"))])), Media),
        RequestFeature.Neutral("document (PDF)", Says(new ChatMessage(ChatRole.User, [new ChatPart.File(new MediaSource("application/pdf", Base64: "JVBERi0x"))])), Media),
        RequestFeature.Neutral("audio", Says(new ChatMessage(ChatRole.User, [new ChatPart.Audio(new MediaSource("audio/wav", Base64: "UklGRg=="))])), Media),
        RequestFeature.Neutral("file at the vendor", Says(new ChatMessage(ChatRole.User, [new ChatPart.File(new MediaSource(null, FileId: "file_1"))])), Media),
        RequestFeature.Neutral("tools", WithTools(null), Tools),
        RequestFeature.Neutral("tools: the model must call one", WithTools(new ToolChoice(ToolChoiceMode.Required)), Choice),
        RequestFeature.Neutral("tools: a certain one", WithTools(new ToolChoice(ToolChoiceMode.Required, "search")), Choice),
        RequestFeature.Neutral("tools: none now", WithTools(new ToolChoice(ToolChoiceMode.None)), Choice),
        RequestFeature.Neutral("tools: one call at a time", WithTools(null) with { ParallelToolCalls = false }, request => $"{request.ParallelToolCalls}"),
        RequestFeature.Neutral("several calls and their results", Called(new ChatPart.Text("rain"), new ChatPart.Text("sun")), Results),
        RequestFeature.Neutral("image in a result", Called(Png, new ChatPart.Text("sun")), request => Results(request) + Media(request)),
        RequestFeature.Neutral("result that is an error", Called(new ChatPart.Text("rain"), new ChatPart.Text("sun"), fails: true), Failures),
        RequestFeature.Neutral("JSON schema", Hi with { ResponseFormat = new ResponseFormat(Schema) }, request => request.ResponseFormat?.Schema?.GetRawText() ?? ""),
        RequestFeature.Neutral("JSON without a schema", Hi with { ResponseFormat = new ResponseFormat(null) }, request => $"{request.ResponseFormat is { Schema: null }}"),
        RequestFeature.Neutral("limit of the answer", Hi with { MaxOutputTokens = 99 }, request => $"{request.MaxOutputTokens}"),
        RequestFeature.Neutral("stop sequences", Hi with { Stop = ["END", "###"] }, request => string.Join('|', request.Stop)),
        RequestFeature.Neutral("`temperature`, `top_p`", Hi with { Temperature = 0.5, TopP = 0.75 }, request => $"{request.Temperature} {request.TopP}"),
        RequestFeature.Neutral("`temperature` above 1", Hi with { Temperature = 1.5 }, request => $"{request.Temperature}"),
        RequestFeature.Neutral("`top_k`", Hi with { TopK = 40 }, request => $"{request.TopK}"),
        RequestFeature.Neutral("penalties", Hi with { PresencePenalty = 0.5, FrequencyPenalty = 0.25 }, request => $"{request.PresencePenalty} {request.FrequencyPenalty}"),
        RequestFeature.Neutral("seed", Hi with { Seed = 7 }, request => $"{request.Seed}"),
        RequestFeature.Neutral("several answers (`n`)", Hi with { Choices = 2 }, request => $"{request.Choices}"),
        RequestFeature.Neutral("log probabilities", Hi with { TopLogprobs = 3 }, request => $"{request.TopLogprobs}"),
        RequestFeature.Neutral("how hard to think", Hi with { Reasoning = new ReasoningDemand(Effort: "high") }, request => $"{request.Reasoning is { Enabled: not false, Effort: "high" } or { BudgetTokens: > 8192 }}"),
        RequestFeature.Neutral("tokens to think", Hi with { MaxOutputTokens = 4096, Reasoning = new ReasoningDemand(Enabled: true, BudgetTokens: 2048) }, Thinks),
        RequestFeature.Neutral("signed thoughts", wire => Signed(wire), State),
        RequestFeature.Neutral("end user", Hi with { EndUser = "u-7" }, request => request.EndUser ?? ""),
        RequestFeature.Own("cache control", Foreign, (WireName.Anthropic, "\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"hi\",\"cache_control\":{\"type\":\"ephemeral\"}}]}]")),
        RequestFeature.Own("metadata", Foreign, (WireName.OpenAiChat, "\"metadata\":{\"a\":\"b\"}"), (WireName.OpenAiResponses, "\"metadata\":{\"a\":\"b\"}"), (WireName.Gemini, "\"labels\":{\"a\":\"b\"}")),
        RequestFeature.Own("service tier", Foreign, (WireName.OpenAiChat, "\"service_tier\":\"flex\""), (WireName.OpenAiResponses, "\"service_tier\":\"flex\""), (WireName.Anthropic, "\"service_tier\":\"standard_only\"")),
        RequestFeature.Own("vendor's web search", Foreign, (WireName.OpenAiChat, "\"web_search_options\":{}"), (WireName.OpenAiResponses, "\"tools\":[{\"type\":\"web_search\"}]"), (WireName.Anthropic, "\"tools\":[{\"type\":\"web_search_20250305\",\"name\":\"web_search\"}]"), (WireName.Gemini, "\"tools\":[{\"googleSearch\":{}}]")),
        RequestFeature.Own("`logit_bias`, safety settings", Foreign, (WireName.OpenAiChat, "\"logit_bias\":{\"7\":1}"), (WireName.Gemini, "\"safetySettings\":[{\"category\":\"HARM_CATEGORY_HARASSMENT\",\"threshold\":\"BLOCK_NONE\"}]")),
        RequestFeature.Own("a field that nobody knows", Foreign, (WireName.OpenAiChat, "\"novelty\":1"), (WireName.OpenAiResponses, "\"novelty\":1"), (WireName.Anthropic, "\"novelty\":1"), (WireName.Gemini, "\"novelty\":1")),
    ];

    private static ChatRequest Hi => Says(User("hi"));

    private static ChatRequest Says(params ChatMessage[] messages) => new() { Model = "auto", Stream = true, Messages = messages };

    private static ChatMessage Text(ChatRole role, string text) => new(role, [new ChatPart.Text(text)]);

    private static ChatMessage User(string text) => Text(ChatRole.User, text);

    private static ChatRequest WithTools(ToolChoice? choice) => Hi with { Tools = [Forecast, Search], ToolChoice = choice };

    private static ChatRequest Called(ChatPart first, ChatPart second, bool fails = false) => Says(
        User("weather?"),
        new ChatMessage(ChatRole.Assistant, [FirstCall, SecondCall]),
        new ChatMessage(ChatRole.Tool, [new ChatPart.ToolResult("call_1", [first], fails)]),
        new ChatMessage(ChatRole.Tool, [new ChatPart.ToolResult("call_2", [second])])) with { Tools = [Forecast] };

    private static ChatRequest? Signed(WireName wire) => wire switch
    {
        WireName.OpenAiResponses => Signed(wire, "encrypted_content"),
        WireName.Anthropic => Signed(wire, "signature"),
        WireName.Gemini => Signed(wire, "thoughtSignature"),
        _ => null,
    };

    private static ChatRequest Signed(WireName wire, string kind) => Says(
        User("one"), new ChatMessage(ChatRole.Assistant, [new ChatPart.Reasoning("hm", new OpaqueState(wire, kind, "c2ln")), new ChatPart.Text("two")]), User("three"));

    private static IEnumerable<ChatPart> Parts(ChatRequest request) =>
        request.Messages.SelectMany(message => message.Parts).SelectMany(part => part is ChatPart.ToolResult result ? result.Content.Prepend(part) : [part]);

    // A developer is a system to most; and where messages of one speaker are joined, the words are still his.
    private static string Spoken(ChatRequest request) => string.Join('|', request.Messages.SelectMany(message => message.Parts.OfType<ChatPart.Text>().Select(
        text => $"{(message.Role == ChatRole.Developer ? ChatRole.System : message.Role)}:{text.Value}")));

    private static string Media(ChatRequest request) => string.Join('|', Parts(request).Select(part => part switch
    {
        ChatPart.Image image => image.Source.Base64 ?? image.Source.Url,
        ChatPart.Audio audio => audio.Source.Base64,
        ChatPart.File file => file.Source.Base64 ?? file.Source.Url ?? file.Source.FileId,
        _ => null,
    }).Where(found => found is not null));

    private static string Tools(ChatRequest request) =>
        string.Join('|', request.Tools.Select(tool => $"{tool.Name} {tool.Description} {tool.Parameters?.GetRawText()}"));

    private static string Choice(ChatRequest request) => $"{Tools(request)} {request.ToolChoice}";

    private static string Results(ChatRequest request) => string.Join('|', Parts(request).Select(part => part switch
    {
        ChatPart.ToolCall call => $"{call.Id} {call.Name} {call.Arguments}",
        ChatPart.ToolResult result => $"{result.CallId} {string.Concat(result.Content.OfType<ChatPart.Text>().Select(text => text.Value))}",
        _ => null,
    }).Where(found => found is not null));

    private static string Failures(ChatRequest request) => string.Join('|', Parts(request).OfType<ChatPart.ToolResult>().Select(result => result.IsError));

    private static string Thinks(ChatRequest request) => $"{request.Reasoning is { Enabled: not false, BudgetTokens: > 1024 and <= 8192 } or { Effort: "medium" }}";

    private static string State(ChatRequest request) => string.Join('|', Parts(request).OfType<ChatPart.Reasoning>().Select(thought => thought.State?.Value));

    private static string Foreign(ChatRequest request) =>
        string.Join('|', request.Foreign.Select(field => field.Name).Concat(request.Tools.Select(tool => tool.Vendor?.Name)).Where(name => name is not null));
}
