using System.Text.Json.Nodes;
using AutoClaw.Core.Model;
using AutoClaw.FunctionalTests.Gateway;
using AutoClaw.FunctionalTests.Scripted;
using AutoClaw.Gateway.Options;

namespace AutoClaw.FunctionalTests.Wires;

/// <summary>Clients of each API, answered by engines of each API: the same words, calls and counts for all of them.</summary>
public sealed class WirePairTests
{
    private static readonly string[] Chat =
    [
        """{"id":"c1","object":"chat.completion.chunk","created":1,"model":"x","choices":[{"index":0,"delta":{"role":"assistant","content":"It is "},"logprobs":null,"finish_reason":null}]}""",
        """{"id":"c1","object":"chat.completion.chunk","created":1,"model":"x","choices":[{"index":0,"delta":{"content":"größer."},"logprobs":null,"finish_reason":null}]}""",
        """{"id":"c1","object":"chat.completion.chunk","created":1,"model":"x","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"call_1","type":"function","function":{"name":"forecast","arguments":""}}]},"logprobs":null,"finish_reason":null}]}""",
        """{"id":"c1","object":"chat.completion.chunk","created":1,"model":"x","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{\"city\":\"Bern\"}"}}]},"logprobs":null,"finish_reason":null}]}""",
        """{"id":"c1","object":"chat.completion.chunk","created":1,"model":"x","choices":[{"index":0,"delta":{},"logprobs":null,"finish_reason":"tool_calls"}]}""",
        """{"id":"c1","object":"chat.completion.chunk","created":1,"model":"x","choices":[],"usage":{"prompt_tokens":15,"completion_tokens":42,"total_tokens":57,"prompt_tokens_details":{"cached_tokens":5}}}""",
        "[DONE]",
    ];

    private static readonly string[] Anthropic =
    [
        """{"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"x","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":10,"cache_creation_input_tokens":0,"cache_read_input_tokens":5,"output_tokens":1}}}""",
        """{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}""",
        """{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"It is größer."}}""",
        """{"type":"content_block_stop","index":0}""",
        """{"type":"content_block_start","index":1,"content_block":{"type":"tool_use","id":"toolu_1","name":"forecast","input":{},"caller":{"type":"direct"}}}""",
        """{"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"{\"city\":\"Bern\"}"}}""",
        """{"type":"content_block_stop","index":1}""",
        """{"type":"message_delta","delta":{"stop_reason":"tool_use","stop_sequence":null},"usage":{"output_tokens":42}}""",
        """{"type":"message_stop"}""",
    ];

    private static readonly string[] Gemini =
    [
        """{"candidates":[{"content":{"parts":[{"text":"It is "}],"role":"model"},"index":0}],"modelVersion":"x","responseId":"r1"}""",
        """{"candidates":[{"content":{"parts":[{"text":"größer."}],"role":"model"},"index":0}],"modelVersion":"x","responseId":"r1"}""",
        """{"candidates":[{"content":{"parts":[{"functionCall":{"name":"forecast","args":{"city":"Bern"}}}],"role":"model"},"finishReason":"STOP","index":0}],"usageMetadata":{"promptTokenCount":15,"cachedContentTokenCount":5,"candidatesTokenCount":42,"totalTokenCount":57},"modelVersion":"x","responseId":"r1"}""",
    ];

    private static readonly string[] Responses =
    [
        """{"type":"response.created","sequence_number":0,"response":{"id":"resp_1","object":"response","status":"in_progress","model":"x","output":[],"store":false}}""",
        """{"type":"response.output_item.added","sequence_number":1,"output_index":0,"item":{"id":"msg_1","type":"message","status":"in_progress","role":"assistant","content":[]}}""",
        """{"type":"response.output_text.delta","sequence_number":2,"item_id":"msg_1","output_index":0,"content_index":0,"delta":"It is größer.","logprobs":[]}""",
        """{"type":"response.output_item.added","sequence_number":3,"output_index":1,"item":{"id":"fc_1","type":"function_call","status":"in_progress","call_id":"call_1","name":"forecast","arguments":""}}""",
        """{"type":"response.function_call_arguments.delta","sequence_number":4,"item_id":"fc_1","output_index":1,"delta":"{\"city\":\"Bern\"}"}""",
        """{"type":"response.function_call_arguments.done","sequence_number":5,"item_id":"fc_1","output_index":1,"arguments":"{\"city\":\"Bern\"}"}""",
        """{"type":"response.output_item.done","sequence_number":6,"output_index":1,"item":{"id":"fc_1","type":"function_call","status":"completed","call_id":"call_1","name":"forecast","arguments":"{\"city\":\"Bern\"}"}}""",
        """{"type":"response.completed","sequence_number":7,"response":{"id":"resp_1","object":"response","status":"completed","model":"x","output":[{"id":"msg_1","type":"message","status":"completed","role":"assistant","content":[{"type":"output_text","text":"It is größer.","annotations":[]}]},{"id":"fc_1","type":"function_call","status":"completed","call_id":"call_1","name":"forecast","arguments":"{\"city\":\"Bern\"}"}],"store":false,"usage":{"input_tokens":15,"input_tokens_details":{"cached_tokens":5},"output_tokens":42,"output_tokens_details":{"reasoning_tokens":0},"total_tokens":57}}}""",
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string, string, bool> Pairs
    {
        get
        {
            var pairs = new TheoryData<string, string, bool>();
            foreach (var client in (string[])["chat", "responses", "anthropic", "gemini"])
            {
                foreach (var engine in (string[])["openai", "openai-responses", "anthropic", "gemini"])
                {
                    pairs.Add(client, engine, true);
                    pairs.Add(client, engine, false);
                }
            }

            return pairs;
        }
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task Ask_AnyClientOfAnyEngine_HearsTheSame(string client, string kind, bool stream)
    {
        await using var engine = ScriptedEngine.Start(Says(kind switch { "anthropic" => Anthropic, "gemini" => Gemini, "openai-responses" => Responses, _ => Chat }, framed: kind is "anthropic" or "openai-responses"));
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Cloud(engine) with { Kind = kind, Model = "x", ApiKey = "not-a-real-key" });
        var heard = await new WireClient(client).AskAsync(gateway, "sky", stream);
        Assert.Equal(new Heard("It is größer.", "forecast", "{\"city\":\"Bern\"}", 15, 42), heard);

        var row = Assert.Single(gateway.Ledger());
        Assert.Equal((15L, 5L, 42L, stream), (row.InputTokens, row.CachedTokens, row.OutputTokens, row.Streamed));
        Assert.Equal((AttemptOutcome.Completed, (string?)null, false), (row.Outcome, row.Dropped, row.Estimated));

        // The system prompt and the function have arrived, in the engine's own words.
        var sent = await engine.Requests.AtAsync(0, Cancellation);
        Assert.Contains(kind switch { "anthropic" => "POST /v1/messages ", "openai-responses" => "POST /v1/responses ", "gemini" => "POST /v1/models/x:streamGenerateContent?alt=sse ", _ => "POST /v1/chat/completions " }, sent.Head, StringComparison.Ordinal);
        Assert.Contains("Be brief.", sent.Text, StringComparison.Ordinal);
        Assert.Equal("forecast", (string?)(kind switch
        {
            "anthropic" => sent.Json["tools"]![0]!["name"],
            "openai-responses" => (bool)sent.Json["store"]! ? null : sent.Json["tools"]![0]!["name"],
            "gemini" => sent.Json["tools"]![0]!["functionDeclarations"]![0]!["name"],
            _ => sent.Json["tools"]![0]!["function"]!["name"],
        }));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Responses_EngineOfTheSameApi_GetsItsOwnBytesAndTheGatewayKeepsTheAnswer(bool stream)
    {
        await using var engine = ScriptedEngine.Start(Says(Responses, framed: true));
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Cloud(engine) with { Kind = "openai-responses", Model = "x" });
        var first = await gateway.PostAsync("responses", System.Text.Encoding.UTF8.GetBytes($$"""{"model":"sky","stream":{{(stream ? "true" : "false")}},"input":"one","store":null,"unknown":[1 ]}"""));
        Assert.Equal(200, (int)first.Status);
        Assert.Equal("""{"model":"x","stream":true,"input":"one","store":false,"unknown":[1 ]}""", (await engine.Requests.AtAsync(0, Cancellation)).Text);
        Assert.Equal("completed", (string?)(await gateway.GetAsync("/v1/responses/resp_1")).Json["status"]);
        Assert.Contains("\"store\":true", first.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("\"store\":false", first.Text, StringComparison.Ordinal);
        using (var second = await gateway.Http.PostAsync(new Uri(gateway.BaseUrl + "/responses"), new StringContent("""{"model":"sky","input":[{"type":"function_call_output","call_id":"call_1","output":"sun"}],"previous_response_id":"resp_1","store":false}"""), Cancellation))
        {
            Assert.Contains("\"previous_response_id\":\"resp_1\"", await second.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        }

        var sent = (await engine.Requests.AtAsync(1, Cancellation)).Json;
        Assert.Null(sent["previous_response_id"]);
        Assert.Equal(["one", null, null, null], sent["input"]!.AsArray().Select(item => item!["content"] is JsonValue text ? (string?)text : null));
        Assert.Equal(["message", "function_call", "function_call_output"], sent["input"]!.AsArray().Skip(1).Select(item => (string?)item!["type"]));
        Assert.All(sent["input"]!.AsArray(), item => Assert.Null(item!["id"]));
    }

    [Fact]
    public async Task Responses_EngineOfTheSameApi_AnnouncesWhatTheGatewayDoesAndPassesTheRest()
    {
        var queued = Responses[0].Replace("response.created", "response.in_progress", StringComparison.Ordinal);
        await using var engine = ScriptedEngine.Start(Says([Responses[0], queued, .. Responses[1..]], framed: true));
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Cloud(engine) with { Kind = "openai-responses", Model = "x" });
        var first = (await gateway.PostAsync("responses", """{"model":"sky","stream":true,"input":"one"}"""u8.ToArray())).Text;
        var second = (await gateway.PostAsync("responses", """{"model":"sky","stream":true,"input":"two","previous_response_id":"resp_1","store":false}"""u8.ToArray())).Text;
        foreach (var (text, store, previous) in ((string, bool, string?)[])[(first, true, null), (second, false, "resp_1")])
        {
            string[] events = [.. text.Split('\n').Where(line => line.StartsWith("data: ", StringComparison.Ordinal)).Select(line => line["data: ".Length..])];
            foreach (var data in (string[])[events[0], events[1], events[^1]])
            {
                var response = JsonNode.Parse(data)!["response"]!;
                Assert.Equal((store, previous, "resp_1"), ((bool)response["store"]!, (string?)response["previous_response_id"], (string?)response["id"]));
            }

            Assert.Equal(Responses[1..^1], events.Skip(2).SkipLast(1));
        }
    }

    [Theory]
    [InlineData("chat", "[DONE]")]
    [InlineData("responses", "response.completed")]
    [InlineData("anthropic", "message_stop")]
    [InlineData("gemini", "STOP")]
    public async Task Ask_GeminiFailsInItsStream_TheClientHearsOfIt(string client, string marker)
    {
        await using var engine = ScriptedEngine.Start(async exchange =>
        {
            await exchange.WriteHeadAsync();
            await exchange.WriteEventAsync(Gemini[0]);

            // Google's own errors come without a field name.
            await exchange.WriteChunkAsync("{\"error\":{\"code\":503,\"message\":\"it broke\",\"status\":\"UNAVAILABLE\"}}\r\n\r\n");
            await exchange.EndAsync();
        });
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Cloud(engine) with { Kind = "gemini", Model = "x" });
        using var request = new WireClient(client).ToMessage(gateway, "sky");
        using var response = await gateway.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancellation);
        var text = new System.Text.StringBuilder();
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(Cancellation));
        await Assert.ThrowsAnyAsync<IOException>(async () =>
        {
            while (await reader.ReadLineAsync(Cancellation) is { } line)
            {
                text.AppendLine(line);
            }
        });
        Assert.Contains("it broke", text.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(marker, text.ToString(), StringComparison.Ordinal);
        Assert.Equal(AttemptOutcome.Truncated, Assert.Single(gateway.Ledger()).Outcome);
    }

    [Theory]
    [InlineData("x-goog-api-key", null, 200)]
    [InlineData(null, "key", 200)]
    [InlineData("x-goog-api-key", "other", 400)]
    public async Task Gemini_Key_IsTakenFromHeaderOrQuery(string? header, string? query, int status)
    {
        await using var engine = ScriptedEngine.Start(Says(Chat, framed: false));
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(engine));
        using var http = new HttpClient();
        var key = query switch { null => "", "key" => "?key=" + gateway.ApiKey, _ => "?key=sk-ac-other-1" };
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(gateway.BaseUrl.GetLeftPart(UriPartial.Authority) + "/v1beta/models/home:generateContent" + key))
        {
            Content = new StringContent("""{"contents":[{"parts":[{"text":"hi"}]}]}""", System.Text.Encoding.UTF8, "application/json"),
        };
        if (header is not null)
        {
            request.Headers.Add(header, gateway.ApiKey);
        }

        using var response = await http.SendAsync(request, Cancellation);
        Assert.Equal(status, (int)response.StatusCode);
        Assert.DoesNotContain(gateway.Log.Items, line => line.Contains(gateway.ApiKey, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Gemini_StreamWithoutSse_IsOneArray()
    {
        foreach (var kind in (string[])["openai", "gemini"])
        {
            await using var engine = ScriptedEngine.Start(Says(kind == "gemini" ? Gemini : Chat, framed: false));
            await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Cloud(engine) with { Kind = kind, Model = "x" });
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(gateway.BaseUrl.GetLeftPart(UriPartial.Authority) + "/v1beta/models/sky:streamGenerateContent"))
            {
                Content = new StringContent("""{"contents":[{"parts":[{"text":"hi"}]}]}""", System.Text.Encoding.UTF8, "application/json"),
            };
            using var response = await gateway.Http.SendAsync(request, Cancellation);
            Assert.Equal("application/json", response.Content.Headers.ContentType!.MediaType);
            var pieces = JsonNode.Parse(await response.Content.ReadAsStringAsync(Cancellation))!.AsArray();
            Assert.True(pieces.Count > 1);
            Assert.Equal("STOP", (string?)pieces[^1]!["candidates"]![0]!["finishReason"]);
        }
    }

    private static Func<ScriptedExchange, Task> Says(string[] events, bool framed) => async exchange =>
    {
        await exchange.WriteHeadAsync();
        foreach (var data in events)
        {
            await exchange.WriteChunkAsync((framed ? $"event: {(string?)JsonNode.Parse(data)!["type"]}\n" : "") + $"data: {data}\n\n");
        }

        await exchange.EndAsync();
    };
}
