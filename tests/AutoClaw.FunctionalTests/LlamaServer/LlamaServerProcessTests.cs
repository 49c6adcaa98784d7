using System.Net.Http.Json;
using System.Text.Json.Nodes;
using AutoClaw.FunctionalTests.Fixtures;

namespace AutoClaw.FunctionalTests.LlamaServer;

/// <summary>The fixture itself: what the tests of the gateway may take for granted of the real server.</summary>
public sealed class LlamaServerProcessTests(LlamaServerFixture fixture)
{
    [Fact]
    public void TinyModel_WrittenTwice_IsTheSameFile()
    {
        var folder = Directory.CreateTempSubdirectory("autoclaw-gguf-").FullName;
        var (first, second) = (Path.Combine(folder, "1.gguf"), Path.Combine(folder, "2.gguf"));
        TinyModel.Write(first, 512);
        TinyModel.Write(second, 512);
        var bytes = File.ReadAllBytes(first);
        Assert.True(bytes.AsSpan().StartsWith("GGUF"u8));
        Assert.Equal(bytes, File.ReadAllBytes(second));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Chat_PlainMessage_AnswersThePlantedText()
    {
        var answer = await ChatAsync("""{"messages":[{"role":"user","content":"hi"}]}""");
        Assert.Equal(TinyModel.Answer, (string?)answer["choices"]![0]!["message"]!["content"]);
        Assert.Equal("stop", (string?)answer["choices"]![0]!["finish_reason"]);
    }

    [Fact]
    public async Task Chat_WithTools_CallsThePlantedTool()
    {
        var answer = await ChatAsync("""
            {"messages":[{"role":"user","content":"hi"}],"tools":[{"type":"function","function":{"name":"get_weather",
            "parameters":{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}}}]}
            """);
        var call = answer["choices"]![0]!["message"]!["tool_calls"]![0]!["function"]!;
        Assert.Equal(TinyModel.ToolName, (string?)call["name"]);
        Assert.Equal(TinyModel.ToolCity, (string?)JsonNode.Parse((string)call["arguments"]!)!["city"]);
    }

    [Fact]
    public async Task Embeddings_TwoTexts_GivesTwoVectors()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var server = await fixture.EmbeddingsAsync(cancellation);
        using var client = new HttpClient();
        using var answer = await client.PostAsync(server.Url("embeddings"), Json("""{"input":["a","b"],"model":"tiny"}"""), cancellation);
        var body = await answer.Content.ReadFromJsonAsync<JsonNode>(cancellation);
        Assert.Equal(2, body!["data"]!.AsArray().Count);
    }

    private static StringContent Json(string body) => new(body, System.Text.Encoding.UTF8, "application/json");

    private async Task<JsonNode> ChatAsync(string body)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var server = await fixture.ChatAsync(cancellation);
        using var client = new HttpClient();
        using var answer = await client.PostAsync(server.Url("chat/completions"), Json(body), cancellation);
        return (await answer.Content.ReadFromJsonAsync<JsonNode>(cancellation))!;
    }
}
