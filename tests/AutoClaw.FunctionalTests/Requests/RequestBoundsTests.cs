using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using AutoClaw.FunctionalTests.Gateway;
using AutoClaw.FunctionalTests.Scripted;
using AutoClaw.Gateway.Options;

namespace AutoClaw.FunctionalTests.Requests;

/// <summary>How many messages and tools a request may have, in each client's API.</summary>
public sealed class RequestBoundsTests
{
    private const int Most = 3;

    public static TheoryData<string, bool> Wires => new()
    {
        { "chat", true }, { "chat", false }, { "responses", true }, { "responses", false }, { "anthropic", true }, { "anthropic", false }, { "gemini", true }, { "gemini", false },
    };

    [Theory]
    [MemberData(nameof(Wires))]
    public async Task Chat_OneMoreThanAllowed_IsRefusedInTheClientsFormAndNobodyIsAsked(string wire, bool messages)
    {
        await using var engine = ScriptedEngine.Start(Script.Answers("hi"));
        await using var gateway = await GatewayUnderTest.StartAsync(
            options => options with { Limits = new LimitOptions { MaxMessages = Most, MaxTools = Most } }, TestEngine.Local(engine));
        var (status, refusal) = await AskAsync(gateway, wire, messages ? Most + 1 : 1, messages ? 1 : Most + 1);
        var what = messages ? "messages" : "tools";
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains($"The request has {Most + 1} {what}, and the gateway takes {Most}. Send fewer, or raise 'limits.max_{what}'.", MessageOf(wire, refusal), StringComparison.Ordinal);
        Assert.Empty(engine.Requests.Items);

        (status, _) = await AskAsync(gateway, wire, messages ? Most : 1, messages ? 1 : Most);
        Assert.Equal(HttpStatusCode.OK, status);
    }

    private static string MessageOf(string wire, JsonNode refusal)
    {
        var error = refusal["error"]!.AsObject();
        Assert.Contains(wire switch { "anthropic" => "type", "gemini" => "status", _ => "code" }, error.Select(member => member.Key));
        return (string)error["message"]!;
    }

    private static async Task<(HttpStatusCode Status, JsonNode Answer)> AskAsync(GatewayUnderTest gateway, string wire, int messages, int tools)
    {
        string Many(int count, Func<int, string> item) => string.Join(',', Enumerable.Range(0, count).Select(item));
        const string schema = """{"type":"object","properties":{}}""";
        const string model = GatewayUnderTest.LocalFirst;
        var (path, body) = wire switch
        {
            "chat" => ("/v1/chat/completions", $$"""
                {"model":"{{model}}","messages":[{{Many(messages, _ => """{"role":"user","content":"a"}""")}}],
                 "tools":[{{Many(tools, i => $$"""{"type":"function","function":{"name":"f{{i}}","parameters":{{schema}} } }""")}}]}
                """),
            "responses" => ("/v1/responses", $$"""
                {"model":"{{model}}","store":false,"input":[{{Many(messages, _ => """{"role":"user","content":"a"}""")}}],
                 "tools":[{{Many(tools, i => $$"""{"type":"function","name":"f{{i}}","parameters":{{schema}},"strict":false}""")}}]}
                """),
            "anthropic" => ("/v1/messages", $$"""
                {"model":"{{model}}","max_tokens":9,"messages":[{{Many(messages, _ => """{"role":"user","content":"a"}""")}}],
                 "tools":[{{Many(tools, i => $$"""{"name":"f{{i}}","input_schema":{{schema}} }""")}}]}
                """),
            _ => ($"/v1beta/models/{model}:generateContent", $$"""
                {"contents":[{{Many(messages, _ => """{"role":"user","parts":[{"text":"a"}]}""")}}],
                 "tools":[{"functionDeclarations":[{{Many(tools, i => $$"""{"name":"f{{i}}","parametersJsonSchema":{{schema}} }""")}}]}]}
                """),
        };
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(gateway.BaseUrl, path)) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {gateway.ApiKey}");
        using var response = await gateway.Http.SendAsync(request, TestContext.Current.CancellationToken);
        return (response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!);
    }
}
