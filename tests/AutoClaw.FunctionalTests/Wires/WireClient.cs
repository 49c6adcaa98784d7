using System.Text;
using System.Text.Json.Nodes;
using AutoClaw.FunctionalTests.Gateway;

namespace AutoClaw.FunctionalTests.Wires;

/// <summary>A client of one wire, written for the tests alone: what it sends, and what it finds in an answer.</summary>
internal sealed record WireClient(string Wire)
{
    /// <summary>It offers a function.</summary>
    public bool Tools { get; init; } = true;

    public async Task<Heard> AskAsync(GatewayUnderTest gateway, string model, bool stream)
    {
        using var request = ToMessage(gateway, model, stream);
        using var response = await gateway.Http.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, text);
        return stream ? OfEvents([.. Events(text).Select(data => JsonNode.Parse(data)!)]) : OfWhole(JsonNode.Parse(text)!);
    }

    public HttpRequestMessage ToMessage(GatewayUnderTest gateway, string model, bool stream = true)
    {
        var (path, body) = Request(model, stream);
        if (!Tools)
        {
            var bare = JsonNode.Parse(body)!.AsObject();
            bare.Remove("tools");
            body = bare.ToJsonString();
        }

        return new HttpRequestMessage(HttpMethod.Post, new Uri(new Uri(gateway.BaseUrl.GetLeftPart(UriPartial.Authority)), path))
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
    }

    private static IEnumerable<string> Events(string text) => text.Split('\n')
        .Where(line => line.StartsWith("data: ", StringComparison.Ordinal) && line != "data: [DONE]")
        .Select(line => line["data: ".Length..].TrimEnd('\r'));

    private (string Path, string Body) Request(string model, bool stream)
    {
        var on = stream ? "true" : "false";
        const string schema = """{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}""";
        return Wire switch
        {
            "chat" => ("/v1/chat/completions", $$"""
                {"model":"{{model}}","stream":{{on}},"stream_options":{"include_usage":true},"messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"weather?"}],
                 "tools":[{"type":"function","function":{"name":"forecast","parameters":{{schema}} } }]}
                """.Replace(stream ? "\0" : ",\"stream_options\":{\"include_usage\":true}", "", StringComparison.Ordinal)),
            "responses" => ("/v1/responses", $$"""
                {"model":"{{model}}","stream":{{on}},"instructions":"Be brief.","input":"weather?","tools":[{"type":"function","name":"forecast","parameters":{{schema}},"strict":false}]}
                """),
            "anthropic" => ("/v1/messages", $$"""
                {"model":"{{model}}","stream":{{on}},"max_tokens":100,"system":"Be brief.","messages":[{"role":"user","content":"weather?"}],
                 "tools":[{"name":"forecast","input_schema":{{schema}} }]}
                """),
            _ => ($"/v1beta/models/{model}:{(stream ? "streamGenerateContent?alt=sse" : "generateContent")}", $$"""
                {"systemInstruction":{"parts":[{"text":"Be brief."}]},"contents":[{"role":"user","parts":[{"text":"weather?"}]}],
                 "tools":[{"functionDeclarations":[{"name":"forecast","parametersJsonSchema":{{schema}} }]}]}
                """),
        };
    }

    private Heard OfWhole(JsonNode answer) => Wire switch
    {
        "chat" => new Heard(
            (string?)answer["choices"]![0]!["message"]!["content"],
            (string?)answer["choices"]![0]!["message"]!["tool_calls"]?[0]!["function"]!["name"],
            (string?)answer["choices"]![0]!["message"]!["tool_calls"]?[0]!["function"]!["arguments"],
            (long?)answer["usage"]!["prompt_tokens"],
            (long?)answer["usage"]!["completion_tokens"]),
        "responses" => OfItems(answer["output"]!.AsArray(), answer["usage"]!),
        "anthropic" => OfBlocks(answer["content"]!.AsArray(), answer["usage"]!),
        _ => OfCandidates([answer]),
    };

    private Heard OfEvents(IReadOnlyList<JsonNode> events)
    {
        switch (Wire)
        {
            case "chat":
                var deltas = events.Where(each => each["choices"]!.AsArray().Count > 0).Select(each => each["choices"]![0]!["delta"]!).ToList();
                var calls = deltas.Where(delta => delta["tool_calls"] is not null).Select(delta => delta["tool_calls"]![0]!["function"]!).ToList();
                var usage = events.Last(each => each["usage"] is JsonObject)["usage"]!;
                return new Heard(
                    string.Concat(deltas.Select(delta => (string?)delta["content"])),
                    string.Concat(calls.Select(call => (string?)call["name"])),
                    string.Concat(calls.Select(call => (string?)call["arguments"])),
                    (long?)usage["prompt_tokens"],
                    (long?)usage["completion_tokens"]);
            case "responses":
                Assert.Equal(Enumerable.Range(0, events.Count), events.Select(each => (int)each["sequence_number"]!));
                var whole = events[^1]["response"]!;
                Assert.Equal("response.completed", (string?)events[^1]["type"]);
                var heard = OfItems(whole["output"]!.AsArray(), whole["usage"]!);
                Assert.Equal(heard.Text, Joined(events, "response.output_text.delta", "delta"));
                Assert.Equal(heard.Arguments ?? "", Joined(events, "response.function_call_arguments.delta", "delta"));
                return heard;
            case "anthropic":
                Assert.Equal("message_stop", (string?)events[^1]["type"]);
                var told = events.Last(each => (string?)each["type"] == "message_delta")["usage"]!.DeepClone();
                foreach (var (name, value) in events[0]["message"]!["usage"]!.AsObject())
                {
                    told[name] ??= value?.DeepClone();
                }

                return new Heard(
                    string.Concat(events.Select(each => (string?)each["delta"]?["text"])),
                    string.Concat(events.Select(each => (string?)each["content_block"]?["name"])),
                    string.Concat(events.Select(each => (string?)each["delta"]?["partial_json"])),
                    InputOf(told),
                    (long?)told["output_tokens"]);
            default:
                return OfCandidates(events);
        }
    }

    private static string Joined(IReadOnlyList<JsonNode> events, string type, string member) =>
        string.Concat(events.Where(each => (string?)each["type"] == type).Select(each => (string?)each[member]));

    private static Heard OfItems(JsonArray items, JsonNode usage)
    {
        var call = items.SingleOrDefault(item => (string?)item!["type"] == "function_call");
        return new Heard(
            string.Concat(items.Where(item => (string?)item!["type"] == "message").Select(item => (string?)item!["content"]![0]!["text"])),
            (string?)call?["name"],
            (string?)call?["arguments"],
            (long?)usage["input_tokens"],
            (long?)usage["output_tokens"]);
    }

    private static Heard OfBlocks(JsonArray blocks, JsonNode usage)
    {
        var call = blocks.SingleOrDefault(block => (string?)block!["type"] == "tool_use");
        return new Heard(
            string.Concat(blocks.Select(block => (string?)block!["text"])), (string?)call?["name"], call?["input"]!.ToJsonString(), InputOf(usage), (long?)usage["output_tokens"]);
    }

    // Anthropic does not count cached tokens as input; the others do.
    private static long? InputOf(JsonNode usage) => (long?)usage["input_tokens"] + ((long?)usage["cache_read_input_tokens"] ?? 0);

    private static Heard OfCandidates(IReadOnlyList<JsonNode> pieces)
    {
        var parts = pieces.SelectMany(piece => piece["candidates"]?.AsArray() ?? []).SelectMany(candidate => candidate!["content"]?["parts"]?.AsArray() ?? []).ToList();
        var call = parts.SingleOrDefault(part => part!["functionCall"] is not null)?["functionCall"];
        var usage = pieces[^1]["usageMetadata"]!;
        return new Heard(
            string.Concat(parts.Where(part => (bool?)part!["thought"] != true).Select(part => (string?)part!["text"])),
            (string?)call?["name"],
            call?["args"]!.ToJsonString(),
            (long?)usage["promptTokenCount"],
            (long?)usage["candidatesTokenCount"] + ((long?)usage["thoughtsTokenCount"] ?? 0));
    }
}
