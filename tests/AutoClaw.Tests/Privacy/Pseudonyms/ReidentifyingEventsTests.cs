using System.Text.Json;
using AutoClaw.Core.Privacy;
using AutoClaw.Core.Privacy.Pseudonyms;
using AutoClaw.Core.Wire.Hub;
using AutoClaw.Core.Wire.OpenAiChat;

namespace AutoClaw.Tests.Privacy.Pseudonyms;

public sealed class ReidentifyingEventsTests : IDisposable
{
    private static readonly ChatEvent.Finished Stop = new(0, FinishReason.Stop);

    private readonly PseudonymMap _map = new();
    private readonly PlaceholderSet _placeholders;

    public ReidentifyingEventsTests() =>
        _placeholders = new PlaceholderSet([_map.PlaceholderOf(PiiType.Person, "Zoë \"Z\" 😀", new HashSet<string>())!]);

    public void Dispose() => _map.Dispose();

    [Fact]
    public void Push_HeldAndTheNextIsAnother_ComesBeforeIt()
    {
        var call = new ChatEvent.ToolCall(0, 0, "c", "f");
        var state = new ChatEvent.ReasoningState(0, new OpaqueState(WireName.Anthropic, "signature", "x"));
        Assert.Equal(
            [new ChatEvent.Reasoning(0, "a"), new ChatEvent.Reasoning(0, "[PERSON"), state, new ChatEvent.Text(0, "[PER"), call, new ChatEvent.ToolArguments(0, 0, "{\"a\":"),
                new ChatEvent.ToolArguments(0, 0, "[PERSON_1"), Stop],
            Push(new ChatEvent.Reasoning(0, "a[PERSON"), state, new ChatEvent.Text(0, "[PER"), call, new ChatEvent.ToolArguments(0, 0, "{\"a\":[PERSON_1"), Stop));
    }

    [Fact]
    public void Push_SeveralAnswersAndCallsMixed_AreKeptApart() => Assert.Equal(
        [new ChatEvent.Text(0, "Zoë \"Z\" 😀"), new ChatEvent.Text(1, "[PERSON_2]"), new ChatEvent.ToolArguments(0, 1, "Zoë \\\"Z\\\" 😀"), new ChatEvent.ToolArguments(0, 0, "Zoë \\\"Z\\\" 😀")],
        Push(
            new ChatEvent.Text(0, "[PERSON"), new ChatEvent.Text(1, "[PERSON_"), new ChatEvent.Text(0, "_1]"), new ChatEvent.Text(1, "2]"),
            new ChatEvent.ToolArguments(0, 0, "[PERS"), new ChatEvent.ToolArguments(0, 1, "[PERSON_1]"), new ChatEvent.ToolArguments(0, 0, "ON_1]")));

    [Fact]
    public void Push_Failed_GivesWhatWasHeldFirst()
    {
        var failed = new ChatEvent.Failed(new EngineError("it broke"));
        Assert.Equal([new ChatEvent.Text(0, "["), failed], Push(new ChatEvent.Text(0, "["), failed));
    }

    [Fact]
    public void Push_NothingToHold_IsTheSameEvent()
    {
        var text = new ChatEvent.Text(0, "plain");
        Assert.Same(text, Assert.Single(Push(text)));
    }

    [Fact]
    public void Push_Citation_MovesWithTheText()
    {
        // "Dear [PERSON_1], [PERSON_1]!" becomes 'Dear Zoë "Z" 😀, Zoë "Z" 😀!', nine characters for ten.
        static UrlCitation At(int start, int end) => new("https://x", null, start, end);
        var events = Push(
            new ChatEvent.Text(0, "Dear [PERSON_1], [PERS"), new ChatEvent.Citation(0, At(0, 4)), new ChatEvent.Citation(0, At(5, 17)),
            new ChatEvent.Text(0, "ON_1]!"), new ChatEvent.Citation(0, At(17, 27)), new ChatEvent.Citation(0, At(20, 28)));
        Assert.Equal([At(0, 4), At(5, 16), At(16, 25), At(16, 26)], events.OfType<ChatEvent.Citation>().Select(each => each.Value));
        Assert.Equal("Dear Zoë \"Z\" 😀, Zoë \"Z\" 😀!", string.Concat(events.OfType<ChatEvent.Text>().Select(each => each.Value)));
    }

    [Fact]
    public void Push_LogProbabilities_AreLeftOut() =>
        Assert.Equal([Stop], Push(new ChatEvent.Logprobs(0, JsonElement.Parse("{}")), Stop));

    [Fact]
    public void Push_StopSequence_IsTheClients() =>
        Assert.Equal([Stop with { StopSequence = "Zoë \"Z\" 😀" }], Push(Stop with { StopSequence = "[PERSON_1]" }));

    [Fact]
    public void Push_TextIsJson_EscapesTheValue() =>
        Assert.Equal([new ChatEvent.Text(0, "{\"name\":\"Zoë \\\"Z\\\" 😀\"}")], Push(textIsJson: true, new ChatEvent.Text(0, "{\"name\":\"[PERSON_1]\"}")));

    // At most the end of one piece waits, so the first token that begins no placeholder is out at once.
    [Fact]
    public void Push_FirstTokens_WaitForOneMoreAtMost()
    {
        var restoring = new ReidentifyingEvents(_map, _placeholders, textIsJson: false);
        var output = new List<ChatEvent>();
        restoring.Push(new ChatEvent.Text(0, "["), output);
        Assert.Empty(output);
        restoring.Push(new ChatEvent.Text(0, "x"), output);
        Assert.Equal([new ChatEvent.Text(0, "[x")], output);
    }

    private List<ChatEvent> Push(params ReadOnlySpan<ChatEvent> events) => Push(textIsJson: false, events);

    private List<ChatEvent> Push(bool textIsJson, params ReadOnlySpan<ChatEvent> events)
    {
        var restoring = new ReidentifyingEvents(_map, _placeholders, textIsJson);
        var output = new List<ChatEvent>();
        foreach (var each in events)
        {
            restoring.Push(each, output);
        }

        restoring.Flush(output);
        return output;
    }
}
