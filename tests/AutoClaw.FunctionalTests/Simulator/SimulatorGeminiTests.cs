using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using AutoClaw.Cli.Simulator;

namespace AutoClaw.FunctionalTests.Simulator;

/// <summary>The simulator's Gemini API on the wire.</summary>
public sealed class SimulatorGeminiTests
{
    private const string Contents = "\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"weather?\"}]}]";

    private const string Functions = """
        "tools":[{"functionDeclarations":[{"name":"forecast","parametersJsonSchema":{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}},{"name":"trains"}]}]
        """;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Generate_WholeEventsAndArray_SayTheSame()
    {
        await using var client = await SimulatorClient.StartAsync();
        var whole = await AskAsync(client, "generateContent", $"{{{Contents}}}");
        var array = (await AskAsync(client, "streamGenerateContent", $"{{{Contents}}}")).AsArray();
        using var answer = await PostAsync(client, "streamGenerateContent?alt=sse", $"{{{Contents}}}");
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType!.MediaType);
        var events = (await answer.Content.ReadAsStringAsync(Cancellation)).Split("\r\n\r\n", StringSplitOptions.RemoveEmptyEntries)
            .Select(each => JsonNode.Parse(each["data: ".Length..])!).ToList();
        var text = TextOf(whole);
        Assert.StartsWith("This answer is simulated", text, StringComparison.Ordinal);
        Assert.Equal((text, text), (string.Concat(array.Select(TextOf)), string.Concat(events.Select(TextOf))));
        Assert.True(events.Count > 10);
        Assert.All([whole, array[^1]!, events[^1]], end =>
        {
            Assert.Equal("STOP", (string?)end["candidates"]![0]!["finishReason"]);
            Assert.Equal(64, (int)end["usageMetadata"]!["candidatesTokenCount"]!);
        });
        var count = await AskAsync(client, "countTokens", $"{{{Contents}}}");
        var counted = await AskAsync(client, "countTokens", $"{{\"generateContentRequest\":{{\"model\":\"models/any\",{Contents},{Functions}}}}}");
        Assert.Equal((int)whole["usageMetadata"]!["promptTokenCount"]!, (int)count["totalTokens"]!);
        Assert.True((int)counted["totalTokens"]! > (int)count["totalTokens"]!);
        Assert.Equal(3, client.Server.Stats.Requests);
    }

    [Fact]
    public async Task Functions_ParallelForcedAndAnswered_AreAsAsked()
    {
        await using var client = await SimulatorClient.StartAsync();
        var both = await AskAsync(client, "generateContent", $"{{{Contents},{Functions}}}");
        var parts = both["candidates"]![0]!["content"]!["parts"]!.AsArray();
        Assert.Equal(["forecast", "trains"], parts.Select(part => (string?)part!["functionCall"]!["name"]));
        Assert.NotNull(parts[0]!["functionCall"]!["args"]!["city"]);
        var forced = await AskAsync(
            client, "generateContent", $"{{{Contents},{Functions},\"toolConfig\":{{\"functionCallingConfig\":{{\"mode\":\"ANY\",\"allowedFunctionNames\":[\"trains\"]}}}}}}");
        Assert.Equal("trains", (string?)Assert.Single(forced["candidates"]![0]!["content"]!["parts"]!.AsArray())!["functionCall"]!["name"]);
        const string Turns = """
            "contents":[{"role":"user","parts":[{"text":"weather?"}]},{"role":"model","parts":[{"functionCall":{"name":"trains","args":{}}}]},
             {"role":"user","parts":[{"functionResponse":{"name":"trains","response":{"result":"late"}}}]}]
            """;
        var answer = await AskAsync(client, "generateContent", $"{{{Turns},{Functions}}}");
        Assert.StartsWith("This answer is simulated", TextOf(answer), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Config_LimitSchemaCandidatesAndLogprobs_AreObeyed()
    {
        await using var client = await SimulatorClient.StartAsync();
        var cut = await AskAsync(client, "generateContent", $"{{{Contents},\"generationConfig\":{{\"maxOutputTokens\":3}}}}");
        Assert.Equal(("This answer is", "MAX_TOKENS"), (TextOf(cut), (string?)cut["candidates"]![0]!["finishReason"]));
        var json = await AskAsync(
            client,
            "generateContent",
            $"{{{Contents},\"generationConfig\":{{\"responseMimeType\":\"application/json\",\"responseJsonSchema\":{{\"type\":\"object\",\"properties\":{{\"a\":{{\"type\":\"integer\"}}}},\"required\":[\"a\"]}}}}}}");
        Assert.NotNull(JsonNode.Parse(TextOf(json))!["a"]);
        var two = await AskAsync(client, "generateContent", $"{{{Contents},\"generationConfig\":{{\"candidateCount\":2,\"responseLogprobs\":true,\"logprobs\":1,\"maxOutputTokens\":5}}}}");
        Assert.Equal(2, two["candidates"]!.AsArray().Count);
        Assert.Equal(5, two["candidates"]![0]!["logprobsResult"]!["chosenCandidates"]!.AsArray().Count);
    }

    [Theory]
    [InlineData("generateContent", "{}", HttpStatusCode.BadRequest, "INVALID_ARGUMENT")]
    [InlineData("countTokens", "{}", HttpStatusCode.BadRequest, "INVALID_ARGUMENT")]
    [InlineData("generateContent?key=wrong", "{\"contents\":[{\"parts\":[{\"text\":\"x\"}]}]}", HttpStatusCode.BadRequest, "INVALID_ARGUMENT")]
    [InlineData("embedContent", "{}", HttpStatusCode.NotFound, "NOT_FOUND")]
    public async Task BadInput_Post_IsRefusedInItsOwnWords(string method, string body, HttpStatusCode status, string name)
    {
        await using var client = await SimulatorClient.StartAsync(new SimulatorServerOptions { ApiKey = "right" });
        using var answer = await PostAsync(client, method.Contains('?', StringComparison.Ordinal) ? method : method + "?key=right", body);
        var error = JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancellation))!["error"]!;
        Assert.Equal((status, name), (answer.StatusCode, (string?)error["status"]));
    }

    [Fact]
    public async Task Models_List_HasTheOne()
    {
        await using var client = await SimulatorClient.StartAsync();
        var models = JsonNode.Parse(await client.Http.GetStringAsync(new Uri(client.Server.BaseUrl, "/v1beta/models"), Cancellation))!;
        Assert.Equal("models/" + SimulatorServerOptions.DefaultModel, (string?)models["models"]![0]!["name"]);
    }

    private static string TextOf(JsonNode? piece) => string.Concat(piece!["candidates"]![0]!["content"]!["parts"]!.AsArray().Select(part => (string?)part!["text"]));

    private static async Task<JsonNode> AskAsync(SimulatorClient client, string method, string body)
    {
        using var answer = await PostAsync(client, method, body);
        var text = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonNode.Parse(text)!;
    }

    private static Task<HttpResponseMessage> PostAsync(SimulatorClient client, string method, string body) => client.Http.PostAsync(
        new Uri(client.Server.BaseUrl, "/v1beta/models/any:" + method), new StringContent(body, Encoding.UTF8, "application/json"), Cancellation);
}
