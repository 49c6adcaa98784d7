using System.Text.Json;
using AutoClaw.Core.Wire.Hub;
using CsCheck;

namespace AutoClaw.Tests.Wire.Anthropic;

/// <summary>Requests and answers of which this wire carries everything.</summary>
internal static class AnthropicGen
{
    private static readonly Gen<string> Words = Gen.String[Gen.Char[' ', '\u2fff'], 1, 12].Select(text => "x" + text);
    private static readonly Gen<string> Name = Gen.String[Gen.Char.AlphaNumeric, 1, 8];
    private static readonly Gen<string> Arguments = Words.Select(text => JsonSerializer.Serialize(new Dictionary<string, string> { [text] = text }));

    private static readonly Gen<OpaqueState> Signature = Name.Select(value => new OpaqueState(WireName.Anthropic, "signature", value));
    private static readonly Gen<OpaqueState> Data = Name.Select(value => new OpaqueState(WireName.Anthropic, "data", value));

    private static readonly Gen<ChatPart> Text = Words.Select(ChatPart (text) => new ChatPart.Text(text));

    private static readonly Gen<ChatPart> Media = Gen.OneOf(
        Name.Select(ChatPart (data) => new ChatPart.Image(new MediaSource("image/png", Base64: data))),
        Words.Select(ChatPart (url) => new ChatPart.Image(new MediaSource(null, Url: url))),
        Gen.Select(Name, Words.Null(), ChatPart (data, title) => new ChatPart.File(new MediaSource("application/pdf", Base64: data), title)),
        Words.Select(ChatPart (url) => new ChatPart.File(new MediaSource(null, Url: url))),
        Name.Select(ChatPart (name) => new ChatPart.Foreign(
            WireName.Anthropic, "search_result", JsonSerializer.SerializeToElement(new { type = "search_result", title = name }))));

    private static readonly Gen<ChatPart> Thought = Gen.OneOf(
        Gen.Select(Words, Signature, ChatPart (text, state) => new ChatPart.Reasoning(text, state)),
        Data.Select(ChatPart (state) => new ChatPart.Reasoning("", state)));

    private static readonly Gen<ChatPart> Call = Gen.Select(Name, Name, Arguments, ChatPart (id, name, arguments) => new ChatPart.ToolCall(id, name, arguments));

    private static readonly Gen<ChatPart> Result = Gen.Select(
        Name, Gen.OneOf(Text, Media).List[0, 3], Gen.Bool, ChatPart (id, content, failed) => new ChatPart.ToolResult(id, content, failed));

    // One message of the wire: the assistant's, then results, then the user's own words.
    private static readonly Gen<List<ChatMessage>> Turn = Gen.Select(
        Gen.OneOf(Text, Thought, Call).List[1, 4],
        Result.List[0, 3],
        Gen.OneOf(Text, Media).List[1, 3],
        (said, results, user) => new List<ChatMessage>
        {
            new(ChatRole.Assistant, said),
            new(ChatRole.Tool, results),
            new(ChatRole.User, user),
        }.FindAll(message => message.Parts.Count > 0));

    private static readonly Gen<List<ChatMessage>> Messages = Gen.Select(
        Text.List[0, 2],
        Gen.OneOf(Text, Media).List[1, 3],
        Turn.List[0, 3],
        (system, first, turns) => new List<ChatMessage>([new(ChatRole.System, system), new(ChatRole.User, first), .. turns.SelectMany(turn => turn)])
            .FindAll(message => message.Parts.Count > 0));

    private static readonly Gen<JsonElement> Schema = Name.Select(name => JsonSerializer.SerializeToElement(new { type = "object", required = new[] { name } }));

    private static readonly Gen<ChatTool> Tool = Gen.Select(
        Name, Words.Null(), Schema, Gen.Bool, (name, description, schema, strict) => new ChatTool(name, description, schema, strict ? true : null));

    private static readonly Gen<ToolChoice> Choice = Gen.OneOf(
        Gen.Enum<ToolChoiceMode>().Select(mode => new ToolChoice(mode)),
        Name.Select(name => new ToolChoice(ToolChoiceMode.Required, name)));

    private static readonly Gen<ReasoningDemand> Reasoning = Gen.Select(
        Of<(bool, string?, long?)>((false, null, null), (true, null, 1024), (true, null, -1), (true, "max", -1)),
        Gen.Bool.Nullable(),
        (demand, shown) => new ReasoningDemand(demand.Item1, demand.Item2, demand.Item3, demand.Item1 ? shown : null));

    private static readonly Gen<ChatRequest> Plain = Gen.Select(
        Name, Messages, Gen.Long[2000, 100_000], Words.List[0, 3], Gen.Double[0, 1].Nullable(), Gen.Double[0, 1].Nullable(), Gen.Long[1, 99].Nullable(), Words.Null(),
        (model, messages, limit, stop, temperature, topP, topK, user) => new ChatRequest
        {
            Model = model,
            Stream = true,
            Messages = messages,
            MaxOutputTokens = limit,
            Stop = stop,
            Temperature = temperature,
            TopP = topP,
            TopK = topK,
            EndUser = user,
        });

    public static Gen<ChatRequest> Request { get; } = Gen.Select(
        Plain, Tool.List[0, 3], Choice.Null(), Gen.Bool.Nullable(), Schema.Nullable(), Reasoning.Null(),
        (plain, tools, choice, parallel, schema, reasoning) =>
        {
            // The vendor refuses a choice among no tools, and thoughts beside a call that must be made or beside free sampling.
            choice = tools.Count == 0 ? null : choice;
            reasoning = choice?.Mode == ToolChoiceMode.Required ? null : reasoning;
            var thinks = reasoning?.Enabled == true;
            return plain with
            {
                Tools = tools,
                ToolChoice = choice,
                ParallelToolCalls = choice is null or { Mode: ToolChoiceMode.None } ? null : parallel,
                ResponseFormat = schema is { } given ? new ResponseFormat(given) : null,
                Reasoning = reasoning,
                Temperature = thinks ? null : plain.Temperature,
                TopK = thinks ? null : plain.TopK,
            };
        });

    /// <summary>The pieces of one answer between its start and its end.</summary>
    public static Gen<List<ChatEvent>> Answer { get; } = Gen.OneOf(
        Words.Select(List<ChatEvent> (text) => [new ChatEvent.Text(0, text)]),
        Gen.Select(Words.List[0, 2], Signature, List<ChatEvent> (texts, state) =>
            [.. texts.Select(text => new ChatEvent.Reasoning(0, text)), new ChatEvent.ReasoningState(0, state)]),
        Data.Select(List<ChatEvent> (state) => [new ChatEvent.ReasoningState(0, state)]),
        Gen.Select(Name, Name, Arguments, Gen.Int[1, 9], List<ChatEvent> (id, name, arguments, cut) =>
            [new ChatEvent.ToolCall(0, 0, id, name), .. arguments.Chunk(cut).Select(piece => new ChatEvent.ToolArguments(0, 0, new string(piece)))]))
        .List[0, 8].Select(Numbered);

    public static Gen<T> Of<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static List<ChatEvent> Numbered(List<List<ChatEvent>> pieces)
    {
        var events = new List<ChatEvent>();
        var calls = -1;
        foreach (var chatEvent in pieces.SelectMany(piece => piece))
        {
            calls += chatEvent is ChatEvent.ToolCall ? 1 : 0;
            events.Add(chatEvent switch
            {
                ChatEvent.ToolCall call => call with { Index = calls },
                ChatEvent.ToolArguments arguments => arguments with { Index = calls },
                _ => chatEvent,
            });
        }

        return events;
    }
}
