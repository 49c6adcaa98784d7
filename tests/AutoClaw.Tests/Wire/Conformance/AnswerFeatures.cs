using System.Buffers;
using System.Text.Json;
using AutoClaw.Core.Model;
using AutoClaw.Core.Wire.Hub;
using AutoClaw.Core.Wire.OpenAiChat;

namespace AutoClaw.Tests.Wire.Conformance;

/// <summary>What the table asks of every engine's answer to every client.</summary>
internal static class AnswerFeatures
{
    private static readonly JsonElement Probabilities = JsonElement.Parse(
        """{"content":[{"token":"It","logprob":-0.5,"bytes":[73,116],"top_logprobs":[{"token":"It","logprob":-0.5,"bytes":[73,116]}]}],"refusal":null}""");

    public static IReadOnlyList<AnswerFeature> All { get; } =
    [
        Of("text", Joined, new ChatEvent.Text(0, "It is "), new ChatEvent.Text(0, "größer 😀"), Stop),
        Of("call", Calls, Call(0), Arguments(0, "{\"city\":\"Bern\"}"), Finish(FinishReason.ToolCalls)),
        Of("several calls at once", Calls, Call(0), Arguments(0, "{\"city\":\"Bern\"}"), Call(1), Arguments(1, "{\"city\":\"Ulm\"}"), Finish(FinishReason.ToolCalls)),
        Of("thoughts", Thoughts, new ChatEvent.Reasoning(0, "Let me "), new ChatEvent.Reasoning(0, "see."), new ChatEvent.Text(0, "42"), Stop),
        new("signature of thoughts", Signed, States),
        Of("refusal", events => string.Concat(events.OfType<ChatEvent.Refusal>().Select(each => each.Value)), new ChatEvent.Refusal(0, "No."), Stop),
        Of("citation of a page", Cited, new ChatEvent.Text(0, "Größer 😀 ist "), new ChatEvent.Text(0, "es."), new ChatEvent.Citation(0, new UrlCitation("https://example.org/a", "A page", 0, 16)), Stop),
        Of("ended by itself", Reasons, new ChatEvent.Text(0, "42"), Stop),
        Of("ended by the limit", Reasons, new ChatEvent.Text(0, "42"), Finish(FinishReason.Length)),
        Of("ended by calls", Reasons, Call(0), Arguments(0, "{}"), Finish(FinishReason.ToolCalls)),
        Of("ended by a filter", Reasons, new ChatEvent.Text(0, "42"), Finish(FinishReason.ContentFilter)),
        Of("the stop sequence that it met", events => string.Concat(events.OfType<ChatEvent.Finished>().Select(each => each.StopSequence)), new ChatEvent.Text(0, "42"), new ChatEvent.Finished(0, FinishReason.Stop, "END")),
        Of("usage", events => Count(events) is { } usage ? $"{usage.Input} {usage.Output}" : "", new ChatEvent.Text(0, "42"), Stop, Used),
        Of("cached tokens", events => Count(events) is { } usage ? $"{usage.Cached}" : "", new ChatEvent.Text(0, "42"), Stop, Used),
        Of("tokens of thoughts", events => Count(events) is { } usage ? $"{usage.Reasoning}" : "", new ChatEvent.Text(0, "42"), Stop, Used),
        Of("log probabilities", events => string.Concat(events.OfType<ChatEvent.Logprobs>().Select(Tokens)), new ChatEvent.Text(0, "It"), new ChatEvent.Logprobs(0, Probabilities), Stop),
        Of("second answer (`n`)", events => string.Concat(events.OfType<ChatEvent.Text>().Where(text => text.Choice == 1).Select(text => text.Value)), new ChatEvent.Text(0, "one"), new ChatEvent.Text(1, "two"), Stop, new ChatEvent.Finished(1, FinishReason.Stop)),
        Of("error in the stream", events => string.Concat(events.OfType<ChatEvent.Failed>().Select(failed => failed.Error.Message)), new ChatEvent.Failed(new EngineError("it broke"))),
    ];

    private static ChatEvent Stop => Finish(FinishReason.Stop);

    private static ChatEvent Used => new ChatEvent.Used(new Usage(15, 5, 42, 7, Estimated: false));

    private static AnswerFeature Of(string name, Func<IReadOnlyList<ChatEvent>, string> seen, params ChatEvent[] events) => new(name, _ => events, seen);

    private static ChatEvent.Finished Finish(FinishReason reason) => new(0, reason);

    private static ChatEvent.ToolCall Call(int index) => new(0, index, $"call_{index}", "forecast");

    private static ChatEvent.ToolArguments Arguments(int index, string json) => new(0, index, json);

    private static IReadOnlyList<ChatEvent>? Signed(WireName engine)
    {
        var kind = engine switch { WireName.OpenAiResponses => "encrypted_content", WireName.Anthropic => "signature", WireName.Gemini => "thoughtSignature", _ => null };
        return kind is null ? null :
        [
            new ChatEvent.Reasoning(0, "hm"), new ChatEvent.ReasoningState(0, new OpaqueState(engine, kind, "c2ln")), new ChatEvent.Text(0, "42"), Stop,
        ];
    }

    private static string Joined(IReadOnlyList<ChatEvent> events) => string.Concat(events.OfType<ChatEvent.Text>().Select(text => text.Value));

    private static string Cited(IReadOnlyList<ChatEvent> events) =>
        string.Join('|', events.OfType<ChatEvent.Citation>().Select(each => $"{each.Value.Url} {each.Value.Title} {each.Value.Start} {each.Value.End}"));

    private static string Thoughts(IReadOnlyList<ChatEvent> events) => string.Concat(events.OfType<ChatEvent.Reasoning>().Select(thought => thought.Value));

    private static string States(IReadOnlyList<ChatEvent> events) =>
        string.Join('|', events.OfType<ChatEvent.ReasoningState>().Select(state => SentBack(state.State) is { } same ? $"{same.Wire} {same.Value}" : ""));

    // A client sends it back as it got it; then it must be its maker's again.
    private static OpaqueState? SentBack(OpaqueState state)
    {
        var output = new ArrayBufferWriter<byte>();
        var next = new ChatRequest { Model = "auto", Messages = [new ChatMessage(ChatRole.User, [new ChatPart.Text("hi")]), new ChatMessage(ChatRole.Assistant, [new ChatPart.Reasoning("hm", state)])] };
        Wires.Of(state.Wire).Write(next, "auto", output, new Losses());
        return Wires.TryRead(state.Wire, output.WrittenSpan.ToArray(), out var read, out _)
            ? read!.Messages.SelectMany(message => message.Parts).OfType<ChatPart.Reasoning>().FirstOrDefault()?.State
            : null;
    }

    private static string Reasons(IReadOnlyList<ChatEvent> events) => string.Join('|', events.OfType<ChatEvent.Finished>().Select(finished => finished.Reason));

    private static string Calls(IReadOnlyList<ChatEvent> events) => string.Join('|', events.OfType<ChatEvent.ToolCall>().Select(call =>
        $"{call.Name} {string.Concat(events.OfType<ChatEvent.ToolArguments>().Where(piece => piece.Index == call.Index).Select(piece => piece.Piece))}"));

    private static Usage? Count(IReadOnlyList<ChatEvent> events) => events.OfType<ChatEvent.Used>().LastOrDefault()?.Usage;

    private static string Tokens(ChatEvent.Logprobs logprobs) =>
        string.Concat(logprobs.Value.GetProperty("content").EnumerateArray().Select(each => $"{each.GetProperty("token").GetString()} {each.GetProperty("logprob").GetDouble()}"));
}
