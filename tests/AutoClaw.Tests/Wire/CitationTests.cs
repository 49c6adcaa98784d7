using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using AutoClaw.Core.Wire;
using AutoClaw.Core.Wire.Anthropic;
using AutoClaw.Core.Wire.Hub;
using AutoClaw.Tests.Wire.Conformance;

namespace AutoClaw.Tests.Wire;

/// <summary>Citations of pages: each wire says them in its own way and counts in its own unit.</summary>
public sealed class CitationTests
{
    // 15 code points, 16 halves of UTF-16, 22 bytes of UTF-8.
    private const string Before = "Größer 😀 ist – ";

    private static readonly UrlCitation Page = new("https://example.org/a", "A page", 15, 18);

    private static readonly string[] Chat =
    [
        """{"id":"c","object":"chat.completion.chunk","created":1,"model":"x","choices":[{"index":0,"delta":{"role":"assistant","content":"Größer 😀 ist – es."},"finish_reason":null}]}""",
        """{"id":"c","object":"chat.completion.chunk","created":1,"model":"x","choices":[{"index":0,"delta":{"annotations":[{"type":"url_citation","url_citation":{"start_index":15,"end_index":18,"title":"A page","url":"https://example.org/a"}}]},"finish_reason":null}]}""",
        """{"id":"c","object":"chat.completion.chunk","created":1,"model":"x","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""",
        "[DONE]",
    ];

    private static readonly string[] Responses =
    [
        """{"type":"response.created","sequence_number":0,"response":{"id":"resp_1","object":"response","status":"in_progress","model":"x","output":[]}}""",
        """{"type":"response.output_text.delta","sequence_number":1,"item_id":"msg_1","output_index":1,"content_index":0,"delta":"Größer 😀 ","logprobs":[]}""",
        """{"type":"response.output_text.delta","sequence_number":2,"item_id":"msg_2","output_index":2,"content_index":0,"delta":"ist – es.","logprobs":[]}""",
        """{"type":"response.output_text.annotation.added","sequence_number":3,"item_id":"msg_2","output_index":2,"content_index":0,"annotation_index":0,"annotation":{"type":"url_citation","start_index":6,"end_index":9,"title":"A page","url":"https://example.org/a"}}""",
        """{"type":"response.output_text.annotation.added","sequence_number":4,"item_id":"msg_2","output_index":2,"content_index":0,"annotation_index":1,"annotation":{"type":"file_citation","file_id":"f","index":0}}""",
        """{"type":"response.completed","sequence_number":5,"response":{"id":"resp_1","object":"response","status":"completed","model":"x","output":[]}}""",
    ];

    private static readonly string[] Messages =
    [
        """{"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"x","content":[],"stop_reason":null,"usage":{"input_tokens":1,"output_tokens":1}}}""",
        """{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}""",
        """{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Größer 😀 ist – "}}""",
        """{"type":"content_block_stop","index":0}""",
        """{"type":"content_block_start","index":1,"content_block":{"citations":[],"type":"text","text":""}}""",
        """{"type":"content_block_delta","index":1,"delta":{"type":"citations_delta","citation":{"type":"web_search_result_location","cited_text":"It is.","url":"https://example.org/a","title":"A page","encrypted_index":"Eo8B"}}}""",
        """{"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"es."}}""",
        """{"type":"content_block_delta","index":1,"delta":{"type":"citations_delta","citation":{"type":"char_location","cited_text":"x","document_index":0}}}""",
        """{"type":"content_block_stop","index":1}""",
        """{"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"output_tokens":9}}""",
        """{"type":"message_stop"}""",
    ];

    private static readonly string[] Gemini =
    [
        """{"candidates":[{"content":{"parts":[{"text":"Größer 😀 "}],"role":"model"},"index":0}],"modelVersion":"x","responseId":"r"}""",
        """{"candidates":[{"groundingMetadata":{"webSearchQueries":["q"],"groundingChunks":[{"retrievedContext":{"uri":"gs://x"}},{"web":{"uri":"https://example.org/a","title":"A page"}}],"groundingSupports":[{"segment":{"startIndex":22,"endIndex":25,"text":"es."},"groundingChunkIndices":[1,0,7]}]},"content":{"parts":[{"text":"ist – es."}],"role":"model"},"finishReason":"STOP","index":0}],"modelVersion":"x","responseId":"r"}""",
    ];

    public static TheoryData<WireName, WireName> Pairs => new MatrixTheoryData<WireName, WireName>(Enum.GetValues<WireName>(), Enum.GetValues<WireName>());

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Citation_AnyEngineToAnyClient_NamesThePageAndTheStretch(WireName engine, WireName client)
    {
        var events = Read(engine, engine switch { WireName.OpenAiChat => Chat, WireName.OpenAiResponses => Responses, WireName.Anthropic => Messages, _ => Gemini });
        Assert.Equal(Page, Assert.Single(events.OfType<ChatEvent.Citation>()).Value with { Quote = null });
        Assert.Equal(engine is WireName.OpenAiChat or WireName.Gemini ? 0 : 1, events.OfType<ChatEvent.Foreign>().Count());

        var output = new ArrayBufferWriter<byte>();
        var writer = Wires.Of(client).NewWriter(new AnswerHead("id", "m", 1));
        var collected = new CollectedAnswer();
        foreach (var each in events)
        {
            writer.Write(each, output);
            collected.Add(each);
        }

        writer.End(output);

        // A block of Anthropic's is cited whole, and one text of another engine is one block.
        var expected = client == WireName.Anthropic ? Page with { Start = 0 } : Page;
        Assert.Equal(expected, Assert.Single(Read(client, Data(output.WrittenSpan)).OfType<ChatEvent.Citation>()).Value with { Quote = null });

        output.ResetWrittenCount();
        Wires.Of(client).WriteWhole(collected, new AnswerHead("id", "m", 1), output);
        var whole = JsonNode.Parse(output.WrittenSpan)!;
        var (url, title, at) = client switch
        {
            WireName.OpenAiChat => Of(whole["choices"]![0]!["message"]!["annotations"]![0]!["url_citation"]!, "url", "start_index", "end_index"),
            WireName.OpenAiResponses => Of(whole["output"]![0]!["content"]![0]!["annotations"]![0]!, "url", "start_index", "end_index"),
            WireName.Anthropic => Of(whole["content"]![0]!["citations"]![0]!, "url"),
            _ => (Of(whole["candidates"]![0]!["groundingMetadata"]!["groundingChunks"]![0]!["web"]!, "uri").Url, "A page", Segment(whole["candidates"]![0]!["groundingMetadata"]!["groundingSupports"]![0]!["segment"]!)),
        };
        Assert.Equal((Page.Url, Page.Title), (url, title));
        Assert.Equal(client switch { WireName.Anthropic => "", WireName.Gemini => "22 25 es.", _ => "15 18" }, at);
    }

    [Fact]
    public void Citation_AnthropicQuote_ReachesItsOwnKindOfClient()
    {
        var citation = Assert.Single(Read(WireName.Anthropic, Messages).OfType<ChatEvent.Citation>()).Value;
        Assert.Equal("It is.", citation.Quote);
        Assert.Equal(Before.EnumerateRunes().Count(), citation.Start);
    }

    [Theory]
    [InlineData("""{"type":"text","text":"a","citations":[CITED]},{"type":"text","text":"b"}""", """{"type":"text","text":"a"},{"type":"text","text":"b"}""")]
    [InlineData("""{"citations": [ CITED ], "text":"a","type":"text"}""", """{"text":"a","type":"text"}""")]
    [InlineData("""{"citations":[CITED]}""", """{}""")]
    [InlineData("""{"type":"text","citations":[OWN,CITED],"text":"a"}""", """{"type":"text","text":"a"}""")]
    [InlineData("""{"type":"text","text":"a","citations":[OWN]}""", null)]
    [InlineData("""{"type":"tool_use","id":"t","name":"f","input":{"citations":[CITED]}}""", null)]
    public void Splice_CitationOfAnotherEngine_IsCutOut(string blocks, string? expected)
    {
        const string own = """{"type":"web_search_result_location","url":"u","encrypted_index":"Eo8B"}""";
        var given = blocks.Replace("CITED", own.Replace("\"Eo8B\"", " \"\"", StringComparison.Ordinal), StringComparison.Ordinal).Replace("OWN", own, StringComparison.Ordinal);
        var body = Encoding.UTF8.GetBytes($$"""{"model":"m","max_tokens":1,"messages":[{"role":"user","content":"hi"},{"role":"assistant","content":[{{given}}]}],"stream":true}""");
        Assert.True(AnthropicRequestScanner.TryScan(body, out var envelope, out _));
        var sent = Encoding.UTF8.GetString(AnthropicRequestSplice.Create(envelope!, "\"m\""u8.ToArray()).ToArray());
        Assert.Equal(Encoding.UTF8.GetString(body).Replace(given, expected ?? given, StringComparison.Ordinal), sent);
    }

    private static (string? Url, string? Title, string At) Of(JsonNode node, string url, params string[] places) =>
        ((string?)node[url], (string?)node["title"], string.Join(' ', places.Select(place => (int)node[place]!)));

    private static string Segment(JsonNode segment) => $"{(int)segment["startIndex"]!} {(int)segment["endIndex"]!} {(string?)segment["text"]}";

    private static List<ChatEvent> Read(WireName wire, IEnumerable<string> stream)
    {
        var events = new List<ChatEvent>();
        var reader = Wires.Of(wire).NewReader();
        foreach (var data in stream)
        {
            Assert.True(reader.TryRead(Encoding.UTF8.GetBytes(data), events), data);
        }

        return events;
    }

    private static List<string> Data(ReadOnlySpan<byte> stream) =>
    [
        .. Encoding.UTF8.GetString(stream).Split('\n')
            .Where(line => line.StartsWith("data: ", StringComparison.Ordinal)).Select(line => line["data: ".Length..].TrimEnd('\r')),
    ];
}
