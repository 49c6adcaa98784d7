using System.Globalization;
using AutoClaw.Core.Wire;
using AutoClaw.Core.Wire.Hub;
using AutoClaw.Tests.Wire.Conformance;

namespace AutoClaw.Tests.Privacy.Pseudonyms;

/// <summary>200 answers with placeholders, cut everywhere, from engines of every API to clients of every API: each client has what a whole answer would have given it.</summary>
public sealed class EverySplitTests
{
    private const int Answers = 200;

    // bench/splits.sh cuts at each byte, adds up how often, and looks at what the client reads.
    private static readonly string? Counts = Environment.GetEnvironmentVariable("AUTOCLAW_SPLIT_COUNT");

    private static readonly int Counted = int.Parse(Environment.GetEnvironmentVariable("AUTOCLAW_SPLIT_ANSWERS") ?? "1", CultureInfo.InvariantCulture);

    private static readonly Lock Counting = new();

    public static TheoryData<WireName> AllWires => [.. Wires.All];

    // The engine's texts come as two pieces, cut at every place, and letter by letter; the client reads a stream.
    [Theory]
    [MemberData(nameof(AllWires))]
    public void Streamed_EveryCutOfTheTexts_IsTheWholeAnswer(WireName client)
    {
        foreach (var answer in All())
        {
            var longest = answer.Arguments.Append(answer.Text).Append(answer.Thought).Max(text => text.Length);
            for (var i = -1; i <= longest; i++)
            {
                var cut = i < 0 ? Letters : new Func<string, IEnumerable<string>>(text => Two(text, i));
                var stream = MaskedAnswer.Stream(client, Restored(answer, answer.Events(cut)));
                Assert.Equal(answer.Expected, MaskedAnswer.Describe(MaskedAnswer.Read(client, [stream])));
            }
        }
    }

    // The engine's bytes come as two pieces, cut at some twenty places; where each byte stands in an event decides nothing, as is shown after.
    [Theory]
    [MemberData(nameof(AllWires))]
    public void Streamed_EveryCutOfTheBytes_IsTheWholeAnswer(WireName engine)
    {
        foreach (var answer in All())
        {
            var stream = MaskedAnswer.Stream(engine, answer.Events(Threes));
            var whole = MaskedAnswer.Read(engine, [stream]);
            Assert.Equal(answer.Expected, MaskedAnswer.Describe(Restored(answer, whole)));
            Assert.Equal(answer.Expected, MaskedAnswer.Describe(Restored(answer, MaskedAnswer.Read(engine, Enumerable.Range(0, stream.Length).Select(i => new ReadOnlyMemory<byte>(stream, i, 1))))));
            for (var i = 0; i <= stream.Length; i += 1 + (stream.Length / 20))
            {
                Assert.Equal(answer.Expected, MaskedAnswer.Describe(Restored(answer, MaskedAnswer.Read(engine, [stream.AsMemory(0, i), stream.AsMemory(i)]))));
            }

            AssertCutsNowhereElse(stream);
        }
    }

    // Every engine to every client, streamed and not.
    [Fact]
    public void Translated_AnyEngineToAnyClient_IsTheWholeAnswer()
    {
        foreach (var answer in All())
        {
            foreach (var engine in Wires.All)
            {
                var events = Restored(answer, MaskedAnswer.Read(engine, [MaskedAnswer.Stream(engine, answer.Events(Threes))]));
                foreach (var client in Wires.All)
                {
                    Assert.Equal(answer.Expected, MaskedAnswer.Describe(MaskedAnswer.Read(client, [MaskedAnswer.Stream(client, events)])));
                }

                var collected = new CollectedAnswer();
                events.ForEach(collected.Add);
                Assert.Equal(answer.Expected, MaskedAnswer.Describe(collected.ToEvents()));
            }
        }
    }

    public static TheoryData<WireName, int> EachAnswer => new(from wire in Wires.All from seed in Enumerable.Range(0, Counted) select (wire, seed));

    // An answer a test, since a test may not take minutes.
    [Theory]
    [MemberData(nameof(EachAnswer))]
    public void Streamed_CutAtEachByte_IsTheWholeAnswer(WireName wire, int seed)
    {
        using var answer = new MaskedAnswer(seed);
        var stream = MaskedAnswer.Stream(wire, answer.Events(Threes));
        for (var i = 0; i <= stream.Length; i++)
        {
            var restored = Restored(answer, MaskedAnswer.Read(wire, [stream.AsMemory(0, i), stream.AsMemory(i)]));
            Assert.Equal(answer.Expected, MaskedAnswer.Describe(MaskedAnswer.Read(wire, [MaskedAnswer.Stream(wire, restored)])));
        }

        if (Counts is not null)
        {
            lock (Counting)
            {
                File.AppendAllText(Counts, $"{wire} {stream.Length + 1}\n");
            }
        }
    }

    // At whichever byte it is cut, the events are those of the whole: so what is read of them is as well.
    private static void AssertCutsNowhereElse(ReadOnlySpan<byte> stream)
    {
        while (!stream.IsEmpty)
        {
            var rest = stream;
            Assert.True(SseEvents.TryTake(ref rest, out var whole));
            for (var i = 0; i < whole.Length; i++)
            {
                var part = stream[..i];
                Assert.False(SseEvents.TryTake(ref part, out _));
            }

            stream = rest;
        }
    }

    private static IEnumerable<MaskedAnswer> All()
    {
        for (var seed = 0; seed < Answers; seed++)
        {
            using var answer = new MaskedAnswer(seed);
            yield return answer;
        }
    }

    private static List<ChatEvent> Restored(MaskedAnswer answer, IEnumerable<ChatEvent> events)
    {
        var output = new List<ChatEvent>();
        var restoring = answer.NewEvents();
        foreach (var each in events)
        {
            restoring.Push(each, output);
        }

        restoring.Flush(output);
        return output;
    }

    // Half a character can't be sent.
    private static IEnumerable<string> Two(string text, int at) =>
        at >= text.Length || char.IsLowSurrogate(text[at]) ? [text] : [text[..at], text[at..]];

    private static IEnumerable<string> Letters(string text) => text.EnumerateRunes().Select(rune => rune.ToString());

    private static IEnumerable<string> Threes(string text) => text.EnumerateRunes().Chunk(3).Select(runes => string.Concat(runes));
}
