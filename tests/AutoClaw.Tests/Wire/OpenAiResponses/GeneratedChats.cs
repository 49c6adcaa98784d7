using System.Text.Json;
using AutoClaw.Core.Wire.Hub;
using CsCheck;

namespace AutoClaw.Tests.Wire.OpenAiResponses;

/// <summary>Requests and answers made of everything that this wire carries.</summary>
internal static class GeneratedChats
{
    private static readonly Gen<string> Text =
        Gen.OneOf("a", "é ", "\"q\"", "line\nbreak", "😀", "{}", "data:x;base64,y", "\\u0041", "</s>").Array[1, 3].Select(string.Concat);

    private static readonly Gen<OpaqueState> State =
        Gen.OneOf("gAAA", "x:y").Select(value => new OpaqueState(WireName.OpenAiResponses, "encrypted_content", value));

    private static readonly Gen<MediaSource> Source = Gen.OneOf(
        new MediaSource("image/png", Base64: "iVBO"), new MediaSource(null, Url: "https://x/y?z=1"), new MediaSource(null, FileId: "file_1"));

    private static readonly Gen<ChatPart> TextPart = Text.Select(text => (ChatPart)new ChatPart.Text(text));

    private static readonly Gen<ChatPart> Media = Gen.OneOf(
        Gen.Select(Source, Gen.OneOf<string?>(null, "low", "high"), (source, detail) => (ChatPart)new ChatPart.Image(source, detail)),
        Gen.Select(Source, Gen.OneOf<string?>(null, "a.pdf"), (source, name) => (ChatPart)new ChatPart.File(source, name)));

    private static readonly Gen<ChatPart> Said = Gen.OneOf(
        TextPart,
        Text.Select(text => (ChatPart)new ChatPart.Refusal(text)),
        Gen.Select(Text, State, (text, state) => (ChatPart)new ChatPart.Reasoning(text, state)),
        State.Select(state => (ChatPart)new ChatPart.Reasoning("", state)),
        Gen.Select(Text, Text, (id, arguments) => (ChatPart)new ChatPart.ToolCall(id, "f", arguments)));

    private static readonly Gen<ChatPart> Result = Gen.Select(
        Text, Gen.OneOf(TextPart, Media).Array[0, 3], (id, content) => (ChatPart)new ChatPart.ToolResult(id, content));

    private static readonly Gen<ChatMessage> Message = Gen.OneOf(
        Said.Array[1, 4].Select(parts => new ChatMessage(ChatRole.Assistant, parts)),
        Result.Array[1, 3].Select(parts => new ChatMessage(ChatRole.Tool, parts)),
        Gen.Select(
            Gen.OneOf(ChatRole.System, ChatRole.Developer, ChatRole.User), Gen.OneOf(TextPart, Media).Array[1, 3], (role, parts) => new ChatMessage(role, parts)));

    private static readonly Gen<ChatTool> Tool = Gen.Select(
        Gen.OneOf<string?>(null, "does it"),
        Gen.OneOf<JsonElement?>(null, JsonElement.Parse("""{"type":"object","properties":{"x":{"enum":["é"]}}}""")),
        Gen.OneOf<bool?>(null, true, false),
        (description, parameters, strict) => new ChatTool("f", description, parameters, strict));

    private static readonly Gen<ResponseFormat?> Format = Gen.OneOf<ResponseFormat?>(
        null, new ResponseFormat(null), new ResponseFormat(JsonElement.Parse("""{"type":"object"}"""), "n", "d", true));

    private static readonly Gen<ToolChoice?> Choice = Gen.OneOf<ToolChoice?>(
        null, new ToolChoice(ToolChoiceMode.Auto), new ToolChoice(ToolChoiceMode.None), new ToolChoice(ToolChoiceMode.Required), new ToolChoice(ToolChoiceMode.Required, "f"));

    private static readonly Gen<ReasoningDemand?> Reasoning = Gen.OneOf<ReasoningDemand?>(
        null, new ReasoningDemand(Enabled: false), new ReasoningDemand(Effort: "high"), new ReasoningDemand(Effort: "low", Shown: true), new ReasoningDemand(Shown: true));

    public static Gen<ChatRequest> Requests { get; } =
        from messages in Message.Array[1, 8]
        from tools in Tool.Array[0, 2]
        from format in Format
        from choice in Choice
        from reasoning in Reasoning
        from temperature in Gen.OneOf<double?>(null, 0, 0.7)
        from limit in Gen.OneOf<long?>(null, 16, 4096)
        from logprobs in Gen.OneOf<int?>(null, 0, 5)
        from parallel in Gen.OneOf<bool?>(null, true, false)
        from user in Gen.OneOf<string?>(null, "u")
        select new ChatRequest
        {
            Model = "m",
            Stream = true,
            Messages = Apart(messages),
            Tools = tools,
            ResponseFormat = format,
            ToolChoice = choice,
            Reasoning = reasoning,
            Temperature = temperature,
            TopP = temperature,
            MaxOutputTokens = limit,
            TopLogprobs = logprobs,
            ParallelToolCalls = parallel,
            EndUser = user,
        };

    /// <summary>What is said in one answer, without its beginning and its end.</summary>
    public static Gen<List<ChatEvent>> Answers { get; } = Gen.OneOf(
        Text.Array[1, 3].Select(pieces => pieces.Select(piece => (ChatEvent)new ChatEvent.Text(0, piece)).ToArray()),
        Text.Select(piece => new ChatEvent[] { new ChatEvent.Refusal(0, piece) }),
        Gen.Select(
            Text.Array[0, 3], State, (pieces, state) => pieces.Select(piece => (ChatEvent)new ChatEvent.Reasoning(0, piece)).Append(new ChatEvent.ReasoningState(0, state)).ToArray()),
        Gen.Select(
            Text, Text.Array[1, 3], (id, pieces) => pieces.Select(piece => (ChatEvent)new ChatEvent.ToolArguments(0, 0, piece)).Prepend(new ChatEvent.ToolCall(0, 0, id, "f")).ToArray()))
        .Array[0, 6].Select(Numbered);

    /// <summary>All of a request in one line, since lists in records are compared by reference.</summary>
    public static string Describe(ChatRequest request) => string.Join(
        '\n',
        request.Messages.Select(message => $"{message.Role}: {Describe(message.Parts)}")
            .Concat(request.Tools.Select(tool => tool.ToString()))
            .Append((request with { Messages = [], Tools = [], Stop = [], Foreign = [] }).ToString()));

    private static string Describe(IReadOnlyList<ChatPart> parts) => string.Join(
        " | ", parts.Select(part => part is ChatPart.ToolResult result ? $"{result.CallId}=[{Describe(result.Content)}]{result.IsError}" : part.ToString()));

    // Two neighbours of the model, or of its tools, would be one message.
    private static List<ChatMessage> Apart(ChatMessage[] messages)
    {
        var apart = new List<ChatMessage>();
        foreach (var message in messages)
        {
            if (apart.Count > 0 && apart[^1].Role == message.Role && message.Role is ChatRole.Assistant or ChatRole.Tool)
            {
                apart.Add(new ChatMessage(ChatRole.User, [new ChatPart.Text("go on")]));
            }

            apart.Add(message);
        }

        return apart;
    }

    private static List<ChatEvent> Numbered(ChatEvent[][] blocks)
    {
        var events = new List<ChatEvent>();
        var calls = 0;
        foreach (var block in blocks)
        {
            foreach (var chatEvent in block)
            {
                events.Add(chatEvent switch
                {
                    ChatEvent.ToolCall call => call with { Index = calls++ },
                    ChatEvent.ToolArguments arguments => arguments with { Index = calls - 1 },
                    _ => chatEvent,
                });
            }
        }

        return events;
    }
}
