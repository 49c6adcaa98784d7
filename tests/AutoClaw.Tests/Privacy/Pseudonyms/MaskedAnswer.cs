using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AutoClaw.Core.Model;
using AutoClaw.Core.Privacy;
using AutoClaw.Core.Privacy.Pseudonyms;
using AutoClaw.Core.Wire;
using AutoClaw.Core.Wire.Hub;
using AutoClaw.Tests.Wire.Conformance;

namespace AutoClaw.Tests.Privacy.Pseudonyms;

/// <summary>A generated answer of an engine that has seen placeholders only: a thought, a text, calls of functions.</summary>
internal sealed class MaskedAnswer : IDisposable
{
    private static readonly (PiiType Type, string Value)[] Values =
    [
        (PiiType.Person, "Ann Lee"), (PiiType.Person, "Zoë \"Z\" O'Neil 😀"), (PiiType.EmailAddress, "ann@x.com"), (PiiType.StreetAddress, "1 Main St\nBonn \\ DE"),
    ];

    private static readonly string[] Noise =
        ["the ", "größer ", "😀", "[", "]", "[PERSON_", "[PERSON_9]", "[EMAIL", "_1]", "(x[0]) ", "\"", "\n", "{", "\\", ". "];

    private readonly PseudonymMap _map = new();

    public MaskedAnswer(int seed)
    {
        var random = new Random(seed);
        Placeholders = new PlaceholderSet(Values.Select(each => _map.PlaceholderOf(each.Type, each.Value, new HashSet<string>())!).Order(StringComparer.Ordinal));
        Thought = seed % 3 == 0 ? Words(random) : "";
        Text = "So: " + Words(random) + "!";
        Arguments = [.. Enumerable.Range(0, random.Next(3)).Select(i => JsonSerializer.Serialize(new { n = i, to = "to " + Words(random), list = new[] { "[Of] " + Words(random) }, json = JsonSerializer.Serialize(new { deep = Words(random) }) }))];
    }

    public PlaceholderSet Placeholders { get; }

    public string Thought { get; }

    public string Text { get; }

    public IReadOnlyList<string> Arguments { get; }

    /// <summary>What the client shall have in the end.</summary>
    public string Expected => Describe(Restored(Thought), Restored(Text), Arguments.Select(json => ("f", Restored(JsonNode.Parse(json)!))));

    public void Dispose() => _map.Dispose();

    public ReidentifyingEvents NewEvents() => new(_map, Placeholders, textIsJson: false);

    /// <summary>The answer as events, each text cut by <paramref name="cut"/>.</summary>
    public IEnumerable<ChatEvent> Events(Func<string, IEnumerable<string>> cut)
    {
        yield return new ChatEvent.Started("a", "m");
        foreach (var piece in Thought.Length > 0 ? cut(Thought) : [])
        {
            yield return new ChatEvent.Reasoning(0, piece);
        }

        foreach (var piece in cut(Text))
        {
            yield return new ChatEvent.Text(0, piece);
        }

        for (var i = 0; i < Arguments.Count; i++)
        {
            yield return new ChatEvent.ToolCall(0, i, $"call_{i}", "f");
            foreach (var piece in cut(Arguments[i]))
            {
                yield return new ChatEvent.ToolArguments(0, i, piece);
            }
        }

        yield return new ChatEvent.Finished(0, Arguments.Count > 0 ? FinishReason.ToolCalls : FinishReason.Stop);
        yield return new ChatEvent.Used(new Usage(10, 0, 20, 0, Estimated: false));
        yield return new ChatEvent.Ended();
    }

    /// <summary>As a server of that wire streams them.</summary>
    public static byte[] Stream(WireName wire, IEnumerable<ChatEvent> events)
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = Wires.Of(wire).NewWriter(new AnswerHead("a", "m", 1));
        foreach (var each in events)
        {
            writer.Write(each, output);
        }

        writer.End(output);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Reads such a stream, which comes in <paramref name="pieces"/>.</summary>
    public static List<ChatEvent> Read(WireName wire, IEnumerable<ReadOnlyMemory<byte>> pieces)
    {
        var events = new List<ChatEvent>();
        var reader = Wires.Of(wire).NewReader();
        var unread = new ArrayBufferWriter<byte>();
        foreach (var piece in pieces)
        {
            unread.Write(piece.Span);
            var rest = unread.WrittenSpan;
            while (SseEvents.TryTake(ref rest, out var raw))
            {
                var data = SseEvents.Data(raw, out _);
                Assert.True(data.IsEmpty || reader.TryRead(data, events));
            }

            var left = rest.ToArray();
            unread.ResetWrittenCount();
            unread.Write(left);
        }

        Assert.Equal(0, unread.WrittenCount);
        return events;
    }

    /// <summary>What a client makes of it.</summary>
    public static string Describe(IEnumerable<ChatEvent> events)
    {
        var all = events.ToList();
        return Describe(
            string.Concat(all.OfType<ChatEvent.Reasoning>().Select(each => each.Value)),
            string.Concat(all.OfType<ChatEvent.Text>().Select(each => each.Value)),
            all.OfType<ChatEvent.ToolCall>().Select(call =>
                (call.Name, JsonNode.Parse(string.Concat(all.OfType<ChatEvent.ToolArguments>().Where(each => each.Index == call.Index).Select(each => each.Piece)))!)));
    }

    private static string Describe(string thought, string text, IEnumerable<(string Name, JsonNode Arguments)> calls) =>
        $"{thought}|{text}|{string.Concat(calls.Select(call => call.Name + call.Arguments.ToJsonString()))}";

    private static string Words(Random random)
    {
        var text = new StringBuilder();
        for (var i = random.Next(1, 7); i > 0; i--)
        {
            text.Append(random.Next(3) == 0 ? Placeholder.Of(PiiType.Person, random.Next(1, 3)) : Noise[random.Next(Noise.Length)]);
            text.Append(random.Next(4) == 0 ? random.Next(2) == 0 ? "[EMAIL_ADDRESS_1]" : "[STREET_ADDRESS_1]" : "");
        }

        return text.ToString();
    }

    private string Restored(string text) => Placeholders.All.Aggregate(text, (all, each) => all.Replace(each, _map.ValueOf(each), StringComparison.Ordinal));

    private string RestoredJson(string text) => Placeholders.All.Aggregate(text, (all, each) => all.Replace(
        each, _map.ValueOf(each)!.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\u000a", StringComparison.Ordinal), StringComparison.Ordinal));

    // As values, not as JSON: what is escaped how is not what is meant.
    private JsonNode Restored(JsonNode json) => json switch
    {
        JsonObject it => new JsonObject(it.Select(member => KeyValuePair.Create(member.Key, (JsonNode?)(member.Key == "json" ? RestoredJson((string)member.Value!) : Restored(member.Value!))))),
        JsonArray it => new JsonArray([.. it.Select(item => Restored(item!))]),
        _ => json.GetValueKind() == JsonValueKind.String ? JsonValue.Create(Restored((string)json!)) : json.DeepClone(),
    };
}
