namespace AutoClaw.FunctionalTests.Schema;

/// <summary>The validator itself: it must take what OpenAI's API answers, and refuse what differs from it in one place.</summary>
public sealed class OpenAiSchemaTests
{
    private const string Response = """
        {"id":"chatcmpl-1","object":"chat.completion","created":1741569952,"model":"m","choices":[{"index":0,"message":{"role":"assistant",
        "content":null,"refusal":null,"tool_calls":[{"id":"call_1","type":"function","function":{"name":"f","arguments":"{}"}}]},
        "logprobs":null,"finish_reason":"tool_calls"}],"usage":{"prompt_tokens":19,"completion_tokens":10,"total_tokens":29}}
        """;

    private const string Chunk = """
        {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1694268190,"model":"m","choices":[{"index":0,
        "delta":{"role":"assistant","content":"a"},"logprobs":null,"finish_reason":null}],"usage":null}
        """;

    private const string Request = """
        {"model":"m","messages":[{"role":"user","content":[{"type":"text","text":"a"},{"type":"image_url","image_url":{"url":"data:,"}}]}],
        "temperature":1,"stream":true,"stream_options":{"include_usage":true}}
        """;

    private const string Error = """{"error":{"message":"m","type":"invalid_request_error","param":null,"code":"c"}}""";

    private const string Models = """{"object":"list","data":[{"id":"m","object":"model","created":1686935002,"owned_by":"o"}]}""";

    private const string Embeddings = """
        {"object":"list","data":[{"object":"embedding","index":0,"embedding":[0.1,-0.2]}],"model":"m","usage":{"prompt_tokens":1,"total_tokens":1}}
        """;

    [Theory]
    [InlineData(OpenAiSchema.ChatResponse, Response)]
    [InlineData(OpenAiSchema.ChatChunk, Chunk)]
    [InlineData(OpenAiSchema.ChatRequest, Request)]
    [InlineData(OpenAiSchema.Error, Error)]
    [InlineData(OpenAiSchema.Models, Models)]
    [InlineData(OpenAiSchema.Embeddings, Embeddings)]
    public async Task Violations_ValidBody_AreNone(string component, string json) => Assert.Empty(await OpenAiSchema.ViolationsAsync(component, json));

    [Theory]
    [InlineData(OpenAiSchema.ChatResponse, Response, "\"refusal\":null,", "")]
    [InlineData(OpenAiSchema.ChatResponse, Response, "\"logprobs\":null,", "")]
    [InlineData(OpenAiSchema.ChatResponse, Response, "\"tool_calls\"}", "\"because\"}")]
    [InlineData(OpenAiSchema.ChatResponse, Response, "\"finish_reason\":\"tool_calls\"", "\"finish_reason\":null")]
    [InlineData(OpenAiSchema.ChatResponse, Response, "\"chat.completion\"", "\"chat.completion.chunk\"")]
    [InlineData(OpenAiSchema.ChatResponse, Response, "\"prompt_tokens\":19", "\"prompt_tokens\":\"19\"")]
    [InlineData(OpenAiSchema.ChatResponse, Response, "\"arguments\":\"{}\"", "\"arguments\":{}")]
    [InlineData(OpenAiSchema.ChatChunk, Chunk, "\"chat.completion.chunk\"", "\"chat.completion\"")]
    [InlineData(OpenAiSchema.ChatChunk, Chunk, "\"content\":\"a\"", "\"content\":1")]
    [InlineData(OpenAiSchema.ChatChunk, Chunk, ",\"finish_reason\":null", "")]
    [InlineData(OpenAiSchema.ChatRequest, Request, "\"role\":\"user\"", "\"role\":\"nobody\"")]
    [InlineData(OpenAiSchema.ChatRequest, Request, "\"temperature\":1", "\"temperature\":3")]
    [InlineData(OpenAiSchema.Error, Error, "\"param\":null,", "")]
    [InlineData(OpenAiSchema.Error, Error, "\"message\":\"m\"", "\"message\":null")]
    [InlineData(OpenAiSchema.Models, Models, "\"owned_by\":\"o\"", "\"owned_by\":7")]
    [InlineData(OpenAiSchema.Embeddings, Embeddings, "[0.1,-0.2]", "[\"0.1\"]")]
    public async Task Violations_OneThingWrong_AreSome(string component, string json, string right, string wrong)
    {
        Assert.Contains(right, json, StringComparison.Ordinal);
        Assert.NotEmpty(await OpenAiSchema.ViolationsAsync(component, json.Replace(right, wrong, StringComparison.Ordinal)));
    }
}
