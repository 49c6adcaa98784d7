using System.Buffers;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using AutoClaw.Core.Model;
using AutoClaw.Core.Privacy;
using AutoClaw.Core.Wire.Anthropic;
using AutoClaw.Core.Wire.Gemini;
using AutoClaw.Core.Wire.Hub;
using AutoClaw.Core.Wire.OpenAiChat;
using AutoClaw.Core.Wire.OpenAiResponses;
using AutoClaw.FunctionalTests.Gateway;
using AutoClaw.FunctionalTests.Scripted;
using AutoClaw.Gateway.Options;

namespace AutoClaw.FunctionalTests.Privacy;

/// <summary>Engines of other houses see placeholders, their clients the values, in every API; what may not leave does not.</summary>
public sealed class PseudonymTests
{
    private const string Mail = "ann.lee@example.com";
    private const string Card = "4012 8888 8888 1881";
    private const string Placeholder = "[EMAIL_ADDRESS_1]";

    private static readonly Dictionary<PiiType, PiiAction> Pseudonymise = new() { [PiiType.EmailAddress] = PiiAction.Pseudonymise };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string, string, bool> Pairs => new MatrixTheoryData<string, string, bool>(
        ["chat", "responses", "anthropic", "gemini"], ["openai", "openai-responses", "anthropic", "gemini"], [true, false]);

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task Ask_AnyClientOfAnyCloudEngine_SeesItsValuesAndTheEngineDoesNot(string client, string kind, bool stream)
    {
        await using var engine = ScriptedEngine.Start(Says(kind, 7));
        await using var gateway = await StartAsync(Pseudonymise, TestEngine.Cloud(engine) with { Kind = kind, Model = "x", ApiKey = "not-a-real-key" });
        var text = await AskAsync(gateway, client, "sky", stream);

        var sent = (await engine.Requests.AtAsync(0, Cancellation)).Text;
        Assert.DoesNotContain("ann.lee", sent, StringComparison.Ordinal);
        Assert.Equal(4, sent.Split(Placeholder).Length - 1);

        Assert.DoesNotContain(Placeholder, text, StringComparison.Ordinal);
        Assert.Equal(($"Write to {Mail} or [EMAIL_ADDRESS_2]", $$"""{"to":"{{Mail}}"}"""), Heard(client, stream, text));
    }

    // The engine's bytes come one by one: no packet has a whole placeholder.
    [Theory]
    [InlineData("chat", "openai")]
    [InlineData("anthropic", "anthropic")]
    [InlineData("responses", "openai-responses")]
    [InlineData("gemini", "gemini")]
    public async Task Ask_BytesOneByOne_SeesItsValues(string client, string kind)
    {
        await using var engine = ScriptedEngine.Start(Says(kind, 1));
        await using var gateway = await StartAsync(Pseudonymise, TestEngine.Cloud(engine) with { Kind = kind, Model = "x", ApiKey = "not-a-real-key" });
        Assert.Equal($$"""{"to":"{{Mail}}"}""", Heard(client, true, await AskAsync(gateway, client, "sky", stream: true)).Arguments);
    }

    [Fact]
    public async Task Ask_LocalEngine_HasTheRequestAsItIs()
    {
        await using var home = ScriptedEngine.Start(Script.Answers("here ", Placeholder));
        await using var gateway = await StartAsync(Pseudonymise, TestEngine.Local(home));
        var answer = await gateway.PostChatAsync(Chat("home", $"Mail {Mail}"));
        Assert.Contains(Mail, (await home.Requests.AtAsync(0, Cancellation)).Text, StringComparison.Ordinal);
        Assert.Equal("here " + Placeholder, (string?)answer.Json["choices"]![0]!["message"]!["content"]);
    }

    [Fact]
    public async Task Ask_LocalFailsAndTheCloudAnswers_TheCloudSeesPlaceholders()
    {
        await using var home = ScriptedEngine.Start(Script.Fails(500));
        await using var sky = ScriptedEngine.Start(Script.Answers("to ", "[EMAIL", "_ADDRESS_", "1]."));
        await using var gateway = await StartAsync(Pseudonymise, TestEngine.Local(home), TestEngine.Cloud(sky));
        var answer = await gateway.PostChatAsync(Chat(GatewayUnderTest.LocalFirst, $"Mail {Mail}"));
        Assert.Equal($"to {Mail}.", (string?)answer.Json["choices"]![0]!["message"]!["content"]);
        Assert.Contains(Mail, (await home.Requests.AtAsync(0, Cancellation)).Text, StringComparison.Ordinal);
        Assert.Contains($"Mail {Placeholder}", (await sky.Requests.AtAsync(0, Cancellation)).Text, StringComparison.Ordinal);
    }

    // The cloud is asked whether it says the same: it sees placeholders, and is compared with the values back in its words.
    [Theory]
    [InlineData("openai")]
    [InlineData("anthropic")]
    public async Task Ask_CheckedByACloudEngine_ItSeesPlaceholders(string kind)
    {
        await using var home = ScriptedEngine.Start(Script.Answers("Write ", "to ", Mail));
        await using var sky = ScriptedEngine.Start(kind == "openai" ? Script.Answers("Write ", "to ", "[EMAIL", "_ADDRESS_1]") : Says(kind, 7));
        await using var gateway = await GatewayUnderTest.StartAsync(
            options => options with
            {
                Privacy = new PrivacyOptions { Actions = Pseudonymise },
                Routes =
                [
                    options.Routes[0] with
                    {
                        Aim = new AimOptions(Threshold: 0),
                        Verify = new VerifyOptions { From = -1, To = 1, Agree = new AgreeOptions("sky"), Hold = new HoldOptions(TimeSpan.FromSeconds(20), 400) },
                    },
                ],
            },
            TestEngine.Local(home), TestEngine.Cloud(sky) with { Kind = kind, Model = "x", ApiKey = "not-a-real-key" });
        var answer = await gateway.PostChatAsync(Chat(GatewayUnderTest.LocalFirst, $"Mail {Mail}"));
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.All(sky.Requests.Items, sent => Assert.DoesNotContain("ann.lee", sent.Text, StringComparison.Ordinal));
        Assert.Contains($"Mail {Placeholder}", (await sky.Requests.AtAsync(0, Cancellation)).Text, StringComparison.Ordinal);
        if (kind == "openai")
        {
            Assert.Equal(("local", "kept"), (answer.Header("x-autoclaw-place"), answer.Header("x-autoclaw-verify")));
        }
    }

    [Fact]
    public async Task Ask_ShadowOfARequestWithPlaceholders_IsNotMade()
    {
        await using var home = ScriptedEngine.Start(Script.Answers("here"));
        await using var sky = ScriptedEngine.Start(Script.Answers("there"));
        await using var gateway = await GatewayUnderTest.StartAsync(
            options => options with { Privacy = new PrivacyOptions { Actions = Pseudonymise }, Routes = [options.Routes[0] with { Shadow = new ShadowOptions { Share = 1, Budget = new ShadowBudgetOptions(1) } }] },
            TestEngine.Local(home), TestEngine.Cloud(sky));
        await gateway.PostChatAsync(Chat(GatewayUnderTest.LocalFirst, $"Mail {Mail}"));

        // Copies are made in order: this one's comes after there would have been one of the first.
        await gateway.PostChatAsync(Chat(GatewayUnderTest.LocalFirst, "Mail nobody"));
        Assert.Contains("Mail nobody", (await sky.Requests.AtAsync(0, Cancellation)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ask_NextTurn_HasTheSamePlaceholders()
    {
        await using var sky = ScriptedEngine.Start(Script.Answers("ok"));
        await using var gateway = await StartAsync(Pseudonymise, TestEngine.Cloud(sky));
        await gateway.PostChatAsync(Chat("sky", $"Mail {Mail}"));

        // The first address has come after another one by now.
        await gateway.PostChatAsync($$"""{"model":"sky","messages":[{"role":"user","content":"Mail {{Mail}}"},{"role":"assistant","content":"bo@example.org?"},{"role":"user","content":"No, {{Mail}}."}]}""");
        var sent = (await sky.Requests.AtAsync(1, Cancellation)).Json["messages"]!.AsArray().Select(message => (string?)message!["content"]);
        Assert.Equal(["Mail [EMAIL_ADDRESS_1]", "[EMAIL_ADDRESS_2]?", "No, [EMAIL_ADDRESS_1]."], sent);
    }

    [Fact]
    public async Task Ask_FirstWord_DoesNotWaitForTheNext()
    {
        var goOn = new TaskCompletionSource();
        await using var sky = ScriptedEngine.Start(Script.PausesAfter("Dear ", goOn.Task));
        await using var gateway = await StartAsync(Pseudonymise, TestEngine.Cloud(sky));
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(gateway.BaseUrl + "/chat/completions"))
        {
            Content = new StringContent(Chat("sky", $"Mail {Mail}").Replace("{\"model", "{\"stream\":true,\"model", StringComparison.Ordinal), Encoding.UTF8, "application/json"),
        };
        using var response = await gateway.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancellation);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(Cancellation));
        string? line;
        do
        {
            line = await reader.ReadLineAsync(Cancellation);
        }
        while (line is not null && !line.Contains("Dear ", StringComparison.Ordinal));

        Assert.NotNull(line);
        goOn.SetResult();
        Assert.EndsWith("data: [DONE]\n\n", await reader.ReadToEndAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ask_Redacted_DoesNotComeBack()
    {
        await using var sky = ScriptedEngine.Start(Script.Answers("to [EMAIL_ADDRESS]"));
        await using var gateway = await StartAsync(new() { [PiiType.EmailAddress] = PiiAction.Redact }, TestEngine.Cloud(sky));
        var answer = await gateway.PostChatAsync(Chat("sky", $"Mail {Mail}"));
        Assert.Equal("to [EMAIL_ADDRESS]", (string?)answer.Json["choices"]![0]!["message"]!["content"]);
        Assert.Contains("Mail [EMAIL_ADDRESS]", (await sky.Requests.AtAsync(0, Cancellation)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ask_TypeThatIsNotNamed_StaysHomeAndSoDoesTheConversation()
    {
        await using var home = ScriptedEngine.Start(Script.Answers("here"));
        await using var sky = ScriptedEngine.Start(Script.Answers("there"));
        await using var gateway = await GatewayUnderTest.StartAsync(
            options => options with { Privacy = new PrivacyOptions { Scan = true }, Routes = [options.Routes[0] with { Aim = new AimOptions(Threshold: -1) }] },
            TestEngine.Local(home), TestEngine.Cloud(sky));
        var answer = await gateway.PostChatAsync(Chat(GatewayUnderTest.LocalFirst, $"My card is {Card}"));
        Assert.Equal(("local", "local_only"), (answer.Header("x-autoclaw-place"), answer.Header("x-autoclaw-privacy")));
        Assert.Equal("content", gateway.Ledger()[^1].PrivacyReason);
        Assert.Equal("cloud", (await gateway.PostChatAsync(Chat(GatewayUnderTest.LocalFirst, "My card is lost"))).Header("x-autoclaw-place"));

        var pinned = await gateway.PostChatAsync(Chat("sky", $"My card is {Card}"));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "no_permitted_engine"), (pinned.Status, pinned.ErrorCode));
        Assert.Single(sky.Requests.Items);
    }

    [Theory]
    [InlineData("chat")]
    [InlineData("responses")]
    [InlineData("anthropic")]
    [InlineData("gemini")]
    public async Task Ask_Blocked_IsRefusedBeforeAnybodyIsAsked(string client)
    {
        await using var home = ScriptedEngine.Start(Script.Answers("here"));
        await using var gateway = await StartAsync(new() { [PiiType.EmailAddress] = PiiAction.Block }, TestEngine.Local(home));
        using var response = await gateway.Http.SendAsync(Message(gateway, client, "home", stream: true), Cancellation);
        var text = await response.Content.ReadAsStringAsync(Cancellation);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("content_blocked", text, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("EMAIL_ADDRESS", text, StringComparison.Ordinal);
        Assert.DoesNotContain("ann.lee", text, StringComparison.Ordinal);
        Assert.Empty(home.Requests.Items);
    }

    // A text file in Base64 can't be changed, so the request stays.
    [Fact]
    public async Task Ask_WhatCannotBeReplaced_StaysHome()
    {
        await using var sky = ScriptedEngine.Start(Script.Answers("there"));
        await using var gateway = await StartAsync(Pseudonymise, TestEngine.Cloud(sky));
        var file = Convert.ToBase64String(Encoding.UTF8.GetBytes($"name,mail\nAnn,{Mail}\n"));
        var answer = await gateway.PostChatAsync(
            $$"""{"model":"sky","messages":[{"role":"user","content":[{"type":"file","file":{"filename":"a.csv","file_data":"data:text/csv;base64,{{file}}"} }]}]}""");
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "no_permitted_engine"), (answer.Status, answer.ErrorCode));
        Assert.Empty(sky.Requests.Items);
    }

    [Fact]
    public async Task Embed_Pseudonymised_StaysHome()
    {
        await using var sky = ScriptedEngine.Start(Script.Fails(500));
        await using var gateway = await StartAsync(Pseudonymise, TestEngine.Cloud(sky));
        var answer = await gateway.PostAsync("embeddings", Encoding.UTF8.GetBytes($$"""{"model":"sky","input":["Mail {{Mail}}"]}"""));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "no_permitted_engine"), (answer.Status, answer.ErrorCode));
        Assert.Empty(sky.Requests.Items);
    }

    private static Task<GatewayUnderTest> StartAsync(Dictionary<PiiType, PiiAction> actions, params EngineOptions[] engines) =>
        GatewayUnderTest.StartAsync(options => options with { Privacy = new PrivacyOptions { Actions = actions } }, engines);

    private static string Chat(string model, string text) => $$"""{"model":"{{model}}","messages":[{"role":"user","content":"{{text}}"}]}""";

    // What an engine says that has seen one placeholder: cut between any two letters, and cut again on the wire.
    private static Func<ScriptedExchange, Task> Says(string kind, int bytes) => async exchange =>
    {
        IWire wire = kind switch { "anthropic" => new AnthropicWire(), "gemini" => new GeminiWire(), "openai-responses" => new ResponsesWire(), _ => new OpenAiChatWire() };
        var (output, writer) = (new ArrayBufferWriter<byte>(), wire.NewWriter(new AnswerHead("a", "m", 1)));
        ChatEvent[] events =
        [
            new ChatEvent.Started("a", "m"), .. $"Write to {Placeholder} or [EMAIL_ADDRESS_2]".Select(letter => new ChatEvent.Text(0, letter.ToString())), new ChatEvent.ToolCall(0, 0, "call_1", "send"),
            .. $$"""{"to":"{{Placeholder}}"}""".Chunk(5).Select(piece => new ChatEvent.ToolArguments(0, 0, new string(piece))), new ChatEvent.Finished(0, FinishReason.ToolCalls),
            new ChatEvent.Used(new Usage(10, 0, 20, 0, Estimated: false)), new ChatEvent.Ended(),
        ];
        foreach (var each in events)
        {
            writer.Write(each, output);
        }

        writer.End(output);
        await exchange.WriteHeadAsync();
        foreach (var piece in output.WrittenSpan.ToArray().Chunk(bytes))
        {
            await exchange.WriteChunkAsync(piece);
        }

        await exchange.EndAsync();
    };

    private static async Task<string> AskAsync(GatewayUnderTest gateway, string client, string model, bool stream)
    {
        using var response = await gateway.Http.SendAsync(Message(gateway, client, model, stream), Cancellation);
        var text = await response.Content.ReadAsStringAsync(Cancellation);
        Assert.True(response.IsSuccessStatusCode, text);
        return text;
    }

    // The address four times: a system prompt, a call's arguments, its result, a question.
    private static HttpRequestMessage Message(GatewayUnderTest gateway, string client, string model, bool stream)
    {
        var on = stream ? "true" : "false";
        var (path, body) = client switch
        {
            "chat" => ("/v1/chat/completions", $$"""
                {"model":"{{model}}","stream":{{on}},"messages":[{"role":"system","content":"I am {{Mail}}."},{"role":"user","content":"Find it."},
                 {"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"find","arguments":"{\"mail\":\"{{Mail}}\"}"} }]},
                 {"role":"tool","tool_call_id":"c1","content":"one: {{Mail}}"},{"role":"user","content":"Write to {{Mail}}!"}]}
                """),
            "responses" => ("/v1/responses", $$"""
                {"model":"{{model}}","stream":{{on}},"store":false,"instructions":"I am {{Mail}}.","input":[{"role":"user","content":"Find it."},
                 {"type":"function_call","call_id":"c1","name":"find","arguments":"{\"mail\":\"{{Mail}}\"}"},{"type":"function_call_output","call_id":"c1","output":"one: {{Mail}}"},
                 {"role":"user","content":[{"type":"input_text","text":"Write to {{Mail}}!"}]}]}
                """),
            "anthropic" => ("/v1/messages", $$"""
                {"model":"{{model}}","stream":{{on}},"max_tokens":100,"system":"I am {{Mail}}.","messages":[{"role":"user","content":"Find it."},
                 {"role":"assistant","content":[{"type":"tool_use","id":"c1","name":"find","input":{"mail":"{{Mail}}"} }]},
                 {"role":"user","content":[{"type":"tool_result","tool_use_id":"c1","content":"one: {{Mail}}"},{"type":"text","text":"Write to {{Mail}}!"}]}]}
                """),
            _ => ($"/v1beta/models/{model}:{(stream ? "streamGenerateContent?alt=sse" : "generateContent")}", $$"""
                {"systemInstruction":{"parts":[{"text":"I am {{Mail}}."}]},"contents":[{"role":"user","parts":[{"text":"Find it."}]},
                 {"role":"model","parts":[{"functionCall":{"name":"find","args":{"mail":"{{Mail}}"} } }]},
                 {"role":"user","parts":[{"functionResponse":{"name":"find","response":{"output":"one: {{Mail}}"} } }]},{"role":"user","parts":[{"text":"Write to {{Mail}}!"}]}]}
                """),
        };
        return new HttpRequestMessage(HttpMethod.Post, new Uri(new Uri(gateway.BaseUrl.GetLeftPart(UriPartial.Authority)), path))
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
    }

    private static (string Text, string Arguments) Heard(string client, bool stream, string text)
    {
        JsonNode[] pieces = stream
            ? [.. text.Split('\n').Where(line => line.StartsWith("data: {", StringComparison.Ordinal)).Select(line => JsonNode.Parse(line["data: ".Length..])!)]
            : [JsonNode.Parse(text)!];
        string Joined(Func<JsonNode, JsonNode?> find) => string.Concat(pieces.Select(piece => find(piece) is JsonValue value ? (string?)value : null));
        switch (client)
        {
            case "chat":
                JsonNode? Said(JsonNode piece) => piece["choices"]!.AsArray().FirstOrDefault()?[stream ? "delta" : "message"];
                return (Joined(piece => Said(piece)?["content"]), Joined(piece => Said(piece)?["tool_calls"]?[0]!["function"]!["arguments"]));
            case "responses":
                var output = (stream ? pieces[^1]["response"]! : pieces[0])["output"]!.AsArray();
                var whole = ((string)output[0]!["content"]![0]!["text"]!, (string)output[1]!["arguments"]!);
                if (stream)
                {
                    string Deltas(string type) => Joined(piece => (string?)piece["type"] == type ? piece["delta"] : null);
                    Assert.Equal(whole, (Deltas("response.output_text.delta"), Deltas("response.function_call_arguments.delta")));
                }

                return whole;
            case "anthropic":
                return stream
                    ? (Joined(piece => piece["delta"]?["text"]), Joined(piece => piece["delta"]?["partial_json"]))
                    : ((string)pieces[0]["content"]![0]!["text"]!, pieces[0]["content"]![1]!["input"]!.ToJsonString());
            default:
                var parts = pieces.SelectMany(piece => piece["candidates"]?[0]?["content"]?["parts"]?.AsArray() ?? []).ToList();
                return (string.Concat(parts.Select(part => (string?)part!["text"])), parts.Single(part => part!["functionCall"] is not null)!["functionCall"]!["args"]!.ToJsonString());
        }
    }
}
