using System.Buffers;
using System.Text;
using AutoClaw.Core.Wire;
using AutoClaw.Core.Wire.Hub;

namespace AutoClaw.Tests.Wire.Conformance;

/// <summary>What becomes of every feature between every client and every engine, found out by doing it.</summary>
internal static class ConformanceTable
{
    public const string Lost = "**lost**";

    private const string None = "-";

    public static string Create()
    {
        var table = new StringBuilder();
        foreach (var client in Wires.All)
        {
            table.Append($"\n**Clients of {Wires.Title(client)}** ask for, and hear of:\n\n| | {string.Join(" | ", Wires.All.Select(Wires.Title))} |\n| --- |{string.Concat(Wires.All.Select(_ => " --- |"))}\n");
            foreach (var feature in RequestFeatures.All)
            {
                AddRow(table, feature.Name, feature.Body(client) is { } body ? engine => Ask(feature, body, client, engine) : null);
            }

            foreach (var feature in AnswerFeatures.All)
            {
                AddRow(table, "answer: " + feature.Name, engine => Answer(feature, client, engine));
            }
        }

        return table.Append('\n').ToString();
    }

    /// <summary>An engine's answer as its API has it.</summary>
    public static byte[] Stream(WireName wire, IReadOnlyList<ChatEvent> said)
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = Wires.Of(wire).NewWriter(new AnswerHead("1", "auto", 1) { Request = """{"model":"auto","input":"hi"}"""u8.ToArray() });
        var failed = said.OfType<ChatEvent.Failed>().FirstOrDefault();
        foreach (var chatEvent in said.Where(each => each is not (ChatEvent.Failed or ChatEvent.Ended)))
        {
            writer.Write(chatEvent, output);
        }

        if (failed is null)
        {
            writer.End(output);
        }
        else
        {
            Wires.WriteErrorEvent(wire, output, failed.Error);
        }

        return output.WrittenSpan.ToArray();
    }

    private static void AddRow(StringBuilder table, string name, Func<WireName, string>? cell)
    {
        // What the client's API has no word for is no row of its table.
        if (cell is null || Wires.All.Select(cell).ToList() is var cells && cells.TrueForAll(text => text == None))
        {
            return;
        }

        table.Append($"| {name} | {string.Join(" | ", cells)} |\n");
    }

    private static string Ask(RequestFeature feature, byte[] body, WireName client, WireName engine)
    {
        Assert.True(Wires.TryRead(client, body, out var asked, out var problem), $"{feature.Name}: {problem?.Message}");
        var wanted = feature.Seen(asked!);
        if (client == engine)
        {
            return Wires.TryRead(engine, Wires.Splice(client, body), out var same, out _) && feature.Seen(same!) == wanted ? "yes" : Lost;
        }

        var losses = new Losses();
        var output = new ArrayBufferWriter<byte>();
        Wires.Of(engine).Write(asked! with { Model = "auto", Stream = true }, "auto", output, losses);
        if (losses.Fields.Count > 0)
        {
            return "400 " + Names(losses.Fields);
        }

        Assert.True(Wires.TryRead(engine, output.WrittenSpan.ToArray(), out var heard, out problem), $"{feature.Name} of {client} to {engine}: {problem?.Message}");
        var isCarried = feature.Seen(heard!) == wanted;
        return losses.Hints.Count > 0 ? (isCarried ? "yes, less " : "drops ") + Names(losses.Hints) : isCarried ? "yes" : Lost;
    }

    private static string Answer(AnswerFeature feature, WireName client, WireName engine)
    {
        if (feature.Events(engine) is not { } said || feature.Seen(said) is var wanted && feature.Seen(Told(engine, said)) is var heard && heard != wanted)
        {
            return None;
        }

        return feature.Seen(client == engine ? Told(engine, said) : Told(client, Told(engine, said))) == wanted ? "yes"
            : feature.Seen(Told(client, said)) == wanted ? Lost
            : "no place";
    }

    // Written as the API has it, and read as the API has it.
    private static List<ChatEvent> Told(WireName wire, IReadOnlyList<ChatEvent> said)
    {
        var events = new List<ChatEvent>();
        var reader = Wires.Of(wire).NewReader();
        ReadOnlySpan<byte> unread = Stream(wire, said);
        while (SseEvents.TryTake(ref unread, out var raw))
        {
            // Gemini's errors come into its streams without a field name.
            var data = raw.StartsWith("{"u8) ? raw : SseEvents.Data(raw, out _);
            Assert.True(reader.TryRead(data, events), $"{wire} does not read its own {Encoding.UTF8.GetString(raw)}");
        }

        return events;
    }

    private static string Names(IEnumerable<string> names) => string.Join(", ", names.Select(name => $"`{name}`"));
}
