using System.Text;
using AutoClaw.Core.Wire;
using AutoClaw.Core.Wire.Gemini;
using AutoClaw.Core.Wire.Hub;
using CsCheck;

namespace AutoClaw.Tests.Wire.Gemini;

public sealed class GeminiPropertyTests
{
    private const string Body = """
        {"contents":[{"role":"user","parts":[{"text":"What is é?"},{"inlineData":{"mimeType":"image/png","data":"aGk="}}]},
          {"role":"model","parts":[{"text":"Hm.","thought":true,"thoughtSignature":"c2ln"},{"functionCall":{"id":"a","name":"f","args":{"x":[1,{"y":null}]}}}]},
          {"parts":[{"functionResponse":{"id":"a","name":"f","response":{"output":"one"}}}]}],
         "system_instruction":{"parts":{"text":"Be brief."}},"tools":[{"functionDeclarations":[{"name":"f","parameters":{"type":"OBJECT","properties":{"x":{"type":"STRING"}}}}]}],
         "toolConfig":{"functionCallingConfig":{"mode":"ANY","allowedFunctionNames":["f"]}},"safetySettings":[{"category":"C"}],
         "generationConfig":{"temperature":0.5,"maxOutputTokens":"9","responseSchema":{"type":"STRING"},"thinkingConfig":{"thinkingBudget":-1}}}
        """;

    private const string Piece =
        """{"candidates":[{"content":{"parts":[{"text":"Hm.","thought":true,"thoughtSignature":"c2ln"},{"functionCall":{"id":"a","name":"f","args":{"x":1}}}],"role":"model"},"finishReason":"STOP","index":0,"logprobsResult":{"chosenCandidates":[{"token":"a"}]}}],"promptFeedback":{"blockReason":"SAFETY"},"usageMetadata":{"promptTokenCount":1},"modelVersion":"m","responseId":"r"}""";

    [Fact]
    public void Requests_WrittenAndRead_AreTheSame() =>
        GeminiSamples.Requests.Sample(
            request =>
            {
                var body = GeminiText.Write(request, out var losses, "gemini-3-pro-preview");
                Assert.Empty(losses.All);
                Assert.True(GeminiRequestScanner.TryScan(Encoding.UTF8.GetBytes(body), "m", false, out _, out var problem), problem?.Message);
                Assert.Equal(GeminiText.Describe(request), GeminiText.Describe(GeminiText.Read(body)));
            },
            iter: 2000);

    [Fact]
    public void Answers_WrittenAsEventsAndRead_AreTheSame() =>
        GeminiSamples.Answers.Sample(
            answer =>
            {
                var writer = new GeminiWire().NewWriter(new AnswerHead("r", "m", 0));
                var stream = GeminiText.Of(output =>
                {
                    answer.ForEach(chatEvent => writer.Write(chatEvent, output));
                    writer.End(output);
                });
                var reader = new GeminiWire().NewReader();
                Assert.Equal(Joined(answer), Joined(Read(reader, stream)));
                Assert.True(reader.IsWhole);
            },
            iter: 2000);

    [Fact]
    public void Answers_WrittenWholeAndRead_AreTheSame() =>
        GeminiSamples.Answers.Sample(
            answer =>
            {
                var collected = Collect(answer);
                var body = GeminiText.Of(output => new GeminiWire().WriteWhole(collected, new AnswerHead("r", "m", 0), output));
                var events = new List<ChatEvent>();
                Assert.True(new GeminiWire().NewReader().TryRead(Encoding.UTF8.GetBytes(body), events));
                Assert.Equal(Describe(collected), Describe(Collect(events)));
            },
            iter: 2000);

    [Fact]
    public void Answers_CollectedFromTheirPieces_AreTheSame() =>
        GeminiSamples.Answers.Sample(
            answer =>
            {
                var writer = new GeminiWire().NewWriter(new AnswerHead("r", "m", 0));
                var collector = new GeminiCollector();
                var stream = GeminiText.Of(output =>
                {
                    answer.ForEach(chatEvent => writer.Write(chatEvent, output));
                    writer.End(output);
                });
                foreach (var piece in stream.Split("\r\n\r\n", StringSplitOptions.RemoveEmptyEntries))
                {
                    Assert.True(collector.TryAdd(Encoding.UTF8.GetBytes(piece["data: ".Length..])));
                }

                var events = new List<ChatEvent>();
                Assert.True(new GeminiWire().NewReader().TryRead(Encoding.UTF8.GetBytes(GeminiText.Of(collector.Write)), events));
                Assert.Equal(Describe(Collect(answer)), Describe(Collect(events)));
            },
            iter: 2000);

    [Fact]
    public void Requests_Mutated_NeverThrow() =>
        Mutations(Body).Sample(
            body =>
            {
                var sound = GeminiRequestScanner.TryScan(body, "m", false, out var envelope, out var problem);
                Assert.Equal(sound, problem is null && envelope is not null);
                var read = new GeminiWire().TryRead(body, out var request, out problem);
                Assert.Equal(read, problem is null && request is not null);
            },
            iter: 2000);

    [Theory]
    [InlineData(Piece)]
    [InlineData("""{"error":{"code":1,"message":"m","status":"INTERNAL","details":[{"reason":"x","fieldViolations":[{"field":"f"}]}]}}""")]
    public void Events_Mutated_NeverThrow(string sample) =>
        Mutations(sample).Sample(
            data =>
            {
                var events = new List<ChatEvent>();
                Assert.True(new GeminiWire().NewReader().TryRead(data, events) || events.Count == 0);
                GeminiErrorReader.ReadBody(data);
                var collector = new GeminiCollector();
                if (collector.TryAdd(data))
                {
                    GeminiText.Of(collector.Write);
                }
            },
            iter: 2000);

    // Bytes replaced, and values put in place of others: the latter stay JSON and go deeper.
    private static Gen<byte[]> Mutations(string sample)
    {
        var bytes = Encoding.UTF8.GetBytes(sample);
        var places = Enumerable.Range(0, bytes.Length).Where(i => bytes[i] is (byte)'"' or (byte)'{' or (byte)'[' or (byte)':').ToArray();
        var anything = Gen.Select(Gen.Int[0, bytes.Length - 1], Gen.Byte, (place, value) => (place, new[] { value }));
        var values = Gen.Select(
            Gen.Int[0, places.Length - 1],
            GeminiSamples.OneOf("null,\"", "5", "[{", "{\"a\":", "\"\\ud800\"", "true", "[[[[", "{}", "[]", "\"\"", "-1e999"),
            (place, value) => (places[place], Encoding.UTF8.GetBytes(value)));
        return Gen.OneOf(anything, values).Array[1, 3].Select(edits => edits.Aggregate(bytes, (body, edit) =>
        {
            var place = Math.Min(edit.Item1, body.Length - 1);
            return [.. body.AsSpan(0, place), .. edit.Item2, .. body.AsSpan(place + 1)];
        }));
    }

    // Where a text is cut into pieces is the writer's choice.
    private static List<ChatEvent> Joined(List<ChatEvent> events) => events.Aggregate(new List<ChatEvent>(), (joined, next) =>
    {
        ChatEvent? both = (joined.LastOrDefault(), next) switch
        {
            (ChatEvent.Text first, ChatEvent.Text second) => first with { Value = first.Value + second.Value },
            (ChatEvent.Reasoning first, ChatEvent.Reasoning second) => first with { Value = first.Value + second.Value },
            _ => null,
        };
        if (both is not null)
        {
            joined.RemoveAt(joined.Count - 1);
        }

        joined.Add(both ?? next);
        return joined;
    });

    private static string Describe(CollectedAnswer answer) =>
        $"{answer.Usage} {string.Join('\n', answer.Choices.Select(choice => $"{choice.Key} {choice.Value.Reason} {string.Join('|', choice.Value.Parts)}"))}";

    private static CollectedAnswer Collect(List<ChatEvent> events)
    {
        var answer = new CollectedAnswer();
        events.ForEach(answer.Add);
        return answer;
    }

    private static List<ChatEvent> Read(IChatEventReader reader, string stream)
    {
        var events = new List<ChatEvent>();
        ReadOnlySpan<byte> rest = Encoding.UTF8.GetBytes(stream);
        while (SseEvents.TryTake(ref rest, out var raw))
        {
            Assert.True(reader.TryRead(SseEvents.Data(raw, out _), events));
        }

        Assert.Equal(0, rest.Length);
        return events;
    }
}
