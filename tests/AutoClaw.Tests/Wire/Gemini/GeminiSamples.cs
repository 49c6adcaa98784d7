using System.Text.Json;
using AutoClaw.Core.Model;
using AutoClaw.Core.Wire.Hub;
using CsCheck;

namespace AutoClaw.Tests.Wire.Gemini;

/// <summary>Requests and answers made at random, of what this wire carries whole.</summary>
internal static class GeminiSamples
{
    private static readonly Gen<string> Words = Gen.Char[' ', '\u04ff'].Array[1, 20].Select(letters => new string(letters)).Select(Gen.Bool, (text, more) => more ? text + "🙂\n\"" : text);
    private static readonly Gen<string> Names = Gen.Char['a', 'z'].Array[1, 8].Select(letters => new string(letters));
    private static readonly Gen<OpaqueState> Signatures = Names.Select(name => new OpaqueState(WireName.Gemini, "thoughtSignature", name + "=="));
    private static readonly Gen<OpaqueState?> MaybeSignatures = Gen.Select(Signatures, Gen.Int[0, 3], (state, dice) => dice == 0 ? state : null);
    private static readonly Gen<string> Objects = OneOf("{}", """{"a":1}""", """{"b":{"c":[null,true,"é"]},"a":-1.5e3}""");

    private static readonly Gen<JsonElement> Schemas = OneOf(
        """{"type":"object","properties":{"a":{"type":"string","description":"d"}},"required":["a"]}""",
        """{"type":"object","properties":{"a":{"type":["string","null"],"enum":["x",null]},"b":{"type":"array","items":{"type":"integer","format":"int32"},"maxItems":3}}}""",
        """{"type":"object","properties":{"a":{"anyOf":[{"type":"string"},{"type":"number"},{"type":"null"}]}}}""",
        """{"type":"object","properties":{"a":{"$ref":"#/$defs/x"}},"$defs":{"x":{"type":"string"}},"additionalProperties":false}""").Select(GeminiText.Json);

    private static readonly Gen<MediaSource> Sources = OneOf(
        new MediaSource("image/png", Base64: "aGk="),
        new MediaSource("image/webp", Url: "https://example.org/a.webp"),
        new MediaSource("image/gif", FileId: "gs://bucket/a.gif"));

    private static readonly Gen<ChatPart> UserParts = Gen.OneOf(
        Gen.Select(Words, MaybeSignatures, (text, state) => (ChatPart)new ChatPart.Text(text) { State = state }),
        Sources.Select(source => (ChatPart)new ChatPart.Image(source)),
        OneOf((ChatPart)new ChatPart.Audio(new MediaSource("audio/wav", Base64: "aGk="))),
        OneOf((ChatPart)new ChatPart.File(new MediaSource("application/pdf", Base64: "aGk="))));

    private static readonly Gen<ChatPart> ModelParts = Gen.OneOf(
        Gen.Select(Words, MaybeSignatures, (text, state) => (ChatPart)new ChatPart.Text(text) { State = state }),
        Gen.Select(Words, MaybeSignatures, (text, state) => (ChatPart)new ChatPart.Reasoning(text, state)),
        Signatures.Select(state => (ChatPart)new ChatPart.Reasoning("", state)));

    private static readonly Gen<(string Name, string Arguments, OpaqueState? State, string Result, bool IsError)[]> Calls =
        Gen.Select(Names, Objects, MaybeSignatures, Gen.OneOf(Words, Objects), Gen.Bool).Array[0, 3];

    private static readonly Gen<(ChatPart[] User, ChatPart[] Model, (string Name, string Arguments, OpaqueState? State, string Result, bool IsError)[] Calls)[]> Turns =
        Gen.Select(UserParts.Array[1, 3], ModelParts.Array[1, 3], Calls).Array[1, 4];

    private static readonly Gen<ReasoningDemand?> Demands = OneOf<ReasoningDemand?>(
        null,
        new ReasoningDemand(Effort: "high"),
        new ReasoningDemand(Effort: "minimal", Shown: true),
        new ReasoningDemand(BudgetTokens: 512),
        new ReasoningDemand(Shown: false));

    private static readonly Gen<(double? Temperature, long? TopK, long? Seed, int? Logprobs)> Numbers =
        Gen.Select(Gen.Double[0, 2].Nullable(), Gen.Long[1, 100].Nullable(), Gen.Long[0, int.MaxValue].Nullable(), Gen.Int[0, 20].Nullable());

    private static readonly Gen<ChatTool[]> Tools = Gen.Select(Names, Words.Null(), Schemas, Gen.Bool, (name, text, schema, bare) => new ChatTool(name, text, bare ? null : schema)).Array[1, 3];

    private static readonly Gen<ToolChoice?> Choices = OneOf<ToolChoice?>(
        null, new ToolChoice(ToolChoiceMode.Auto), new ToolChoice(ToolChoiceMode.None), new ToolChoice(ToolChoiceMode.Required), new ToolChoice(ToolChoiceMode.Required, "f"));

    /// <summary>Requests that this wire carries without a loss.</summary>
    public static Gen<ChatRequest> Requests { get; } = Gen.Select(
        Gen.Select(Words.Null(), Turns, Tools, Choices),
        Gen.Select(Numbers, Demands, Gen.Select(Schemas, Gen.Bool, (schema, any) => any ? new ResponseFormat(schema) : null), Words.Array[0, 3], Gen.Int[1, 4]),
        (said, how) => new ChatRequest
        {
            Model = "",
            Messages = Messages(said.Item1, said.Item2),
            Tools = said.Item3,
            ToolChoice = said.Item4,
            Temperature = how.Item1.Temperature,
            TopP = how.Item1.Temperature / 2,
            TopK = how.Item1.TopK,
            PresencePenalty = how.Item1.Temperature,
            FrequencyPenalty = -how.Item1.Temperature,
            MaxOutputTokens = how.Item1.TopK,
            Seed = how.Item1.Seed,
            TopLogprobs = how.Item1.Logprobs,
            Reasoning = how.Item2,
            ResponseFormat = how.Item3,
            Stop = how.Item4,
            Choices = how.Item5,
        });

    /// <summary>Answers as a reader of this wire tells them.</summary>
    public static Gen<List<ChatEvent>> Answers { get; } = Gen.Select(
        Gen.Select(Gen.Int[0, 3], Words, Objects, MaybeSignatures).Array[0, 8],
        OneOf(FinishReason.Stop, FinishReason.Length, FinishReason.ContentFilter),
        Gen.Select(Gen.Int[0, 1000], Gen.Int[0, 1000], Gen.Int[0, 1000], Gen.Int[0, 1000]),
        (pieces, reason, counts) => Answer(pieces, reason, new Usage(counts.Item1 + counts.Item2, counts.Item2, counts.Item3 + counts.Item4, counts.Item4, false)));

    /// <summary>One of <paramref name="values"/>.</summary>
    public static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);

    private static List<ChatMessage> Messages(
        string? system, (ChatPart[] User, ChatPart[] Model, (string Name, string Arguments, OpaqueState? State, string Result, bool IsError)[] Calls)[] turns)
    {
        var messages = new List<ChatMessage>();
        if (system is not null)
        {
            messages.Add(new ChatMessage(ChatRole.System, [new ChatPart.Text(system)]));
        }

        foreach (var (index, turn) in turns.Index())
        {
            var calls = turn.Calls.Select((call, i) => new ChatPart.ToolCall($"id{index}_{i}", call.Name, call.Arguments, call.State));
            messages.Add(new ChatMessage(ChatRole.User, turn.User));
            messages.Add(new ChatMessage(ChatRole.Assistant, [.. turn.Model, .. calls]));
            if (turn.Calls.Length > 0)
            {
                messages.Add(new ChatMessage(
                    ChatRole.Tool, [.. turn.Calls.Select((call, i) => new ChatPart.ToolResult($"id{index}_{i}", [new ChatPart.Text(call.Result)], call.IsError))]));
            }
        }

        return messages;
    }

    private static List<ChatEvent> Answer((int Kind, string Text, string Arguments, OpaqueState? State)[] pieces, FinishReason reason, Usage usage)
    {
        var events = new List<ChatEvent> { new ChatEvent.Started("r", "m") };
        var calls = 0;
        foreach (var (kind, text, arguments, state) in pieces)
        {
            if (kind == 3)
            {
                events.Add(new ChatEvent.ToolCall(0, calls, $"id{calls}", "f", state));
                events.Add(new ChatEvent.ToolArguments(0, calls++, arguments));
                continue;
            }

            events.Add(kind == 0 ? new ChatEvent.Reasoning(0, text) : new ChatEvent.Text(0, text));
            if (state is not null)
            {
                events.Add(new ChatEvent.ReasoningState(0, state));
            }
        }

        events.Add(new ChatEvent.Finished(0, reason == FinishReason.Stop && calls > 0 ? FinishReason.ToolCalls : reason));
        events.Add(new ChatEvent.Used(usage));
        return events;
    }
}
