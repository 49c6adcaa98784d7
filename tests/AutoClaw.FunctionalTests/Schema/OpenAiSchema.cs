using AutoClaw.FunctionalTests.Fixtures;
using NJsonSchema;

namespace AutoClaw.FunctionalTests.Schema;

/// <summary>Validates bodies against OpenAI's own description of its API. Tests that use it are skipped where that file is absent.</summary>
internal static class OpenAiSchema
{
    public const string ChatRequest = "CreateChatCompletionRequest";
    public const string ChatResponse = "CreateChatCompletionResponse";
    public const string ChatChunk = "CreateChatCompletionStreamResponse";
    public const string Embeddings = "CreateEmbeddingResponse";
    public const string Error = "ErrorResponse";
    public const string Models = "ListModelsResponse";

    private static readonly Lazy<Task<JsonSchema>> Document = new(LoadAsync);

    /// <summary>Fails with every violation if <paramref name="json"/> is not a valid <paramref name="component"/>.</summary>
    public static async Task AssertValidAsync(string component, string json)
    {
        var violations = await ViolationsAsync(component, json);
        Assert.True(violations.Count == 0, $"Not a valid {component}:\n{string.Join('\n', violations)}\n{json}");
    }

    public static async Task<IReadOnlyList<string>> ViolationsAsync(string component, string json)
    {
        Repository.SharedFile("specs", "openai-openapi.yaml");
        var document = await Document.Value;
        return [.. document.Definitions[component].Validate(json).Select(error => $"{error.Path}: {error}")];
    }

    private static async Task<JsonSchema> LoadAsync()
    {
        var document = await File.ReadAllTextAsync(Repository.SharedFile("specs", "openai-openapi.yaml"));
        var schemas = OpenApiSchemas.Load(document, [ChatRequest, ChatResponse, ChatChunk, Embeddings, Error, Models]);
        return await JsonSchema.FromJsonAsync(schemas.ToJsonString());
    }
}
