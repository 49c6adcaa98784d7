using AutoClaw.FunctionalTests.Fixtures;
using NJsonSchema;

namespace AutoClaw.FunctionalTests.Schema;

/// <summary>Validates bodies against OpenAI's own description of its API, where that file is present.</summary>
internal static class OpenAiSchema
{
    public const string ChatRequest = "CreateChatCompletionRequest";
    public const string ChatResponse = "CreateChatCompletionResponse";
    public const string ChatChunk = "CreateChatCompletionStreamResponse";
    public const string Embeddings = "CreateEmbeddingResponse";
    public const string Error = "ErrorResponse";
    public const string Models = "ListModelsResponse";

    public const string Response = "Response";

    /// <summary>The components of a streamed response's events, by their type.</summary>
    public static readonly IReadOnlyDictionary<string, string> ResponseEvents = new Dictionary<string, string>
    {
        ["error"] = "ResponseErrorEvent",
        ["response.created"] = "ResponseCreatedEvent",
        ["response.in_progress"] = "ResponseInProgressEvent",
        ["response.completed"] = "ResponseCompletedEvent",
        ["response.incomplete"] = "ResponseIncompleteEvent",
        ["response.failed"] = "ResponseFailedEvent",
        ["response.output_item.added"] = "ResponseOutputItemAddedEvent",
        ["response.output_item.done"] = "ResponseOutputItemDoneEvent",
        ["response.content_part.added"] = "ResponseContentPartAddedEvent",
        ["response.content_part.done"] = "ResponseContentPartDoneEvent",
        ["response.output_text.delta"] = "ResponseTextDeltaEvent",
        ["response.output_text.done"] = "ResponseTextDoneEvent",
        ["response.refusal.delta"] = "ResponseRefusalDeltaEvent",
        ["response.refusal.done"] = "ResponseRefusalDoneEvent",
        ["response.function_call_arguments.delta"] = "ResponseFunctionCallArgumentsDeltaEvent",
        ["response.function_call_arguments.done"] = "ResponseFunctionCallArgumentsDoneEvent",
        ["response.custom_tool_call_input.delta"] = "ResponseCustomToolCallInputDeltaEvent",
        ["response.custom_tool_call_input.done"] = "ResponseCustomToolCallInputDoneEvent",
        ["response.reasoning_summary_part.added"] = "ResponseReasoningSummaryPartAddedEvent",
        ["response.reasoning_summary_part.done"] = "ResponseReasoningSummaryPartDoneEvent",
        ["response.reasoning_summary_text.delta"] = "ResponseReasoningSummaryTextDeltaEvent",
        ["response.reasoning_summary_text.done"] = "ResponseReasoningSummaryTextDoneEvent",
        ["response.reasoning_text.delta"] = "ResponseReasoningTextDeltaEvent",
        ["response.reasoning_text.done"] = "ResponseReasoningTextDoneEvent",
    };

    private static readonly Lazy<Task<JsonSchema>> Document = new(LoadAsync);

    private static string DescriptionPath => Path.Combine(Repository.Shared, "specs", "openai-openapi.yaml");

    /// <summary>
    /// Fails with every violation if <paramref name="json"/> is not a valid <paramref name="component"/>. Without the description the
    /// test's other assertions still count, and its output says that this one was left out.
    /// </summary>
    public static async Task AssertValidAsync(string component, string json)
    {
        if (!File.Exists(DescriptionPath))
        {
            TestContext.Current.TestOutputHelper?.WriteLine($"Not validated as {component}: {DescriptionPath} is absent.");
            return;
        }

        var violations = await ViolationsAsync(component, json);
        Assert.True(violations.Count == 0, $"Not a valid {component}:\n{string.Join('\n', violations)}\n{json}");
    }

    /// <summary>Skips the calling test where the description is absent.</summary>
    public static async Task<IReadOnlyList<string>> ViolationsAsync(string component, string json)
    {
        Assert.SkipUnless(File.Exists(DescriptionPath), $"{DescriptionPath} is absent: set AUTOCLAW_SHARED to the shared test data");
        var document = await Document.Value;
        return [.. document.Definitions[component].Validate(json).Select(error => $"{error.Path}: {error}")];
    }

    private static async Task<JsonSchema> LoadAsync()
    {
        var document = await File.ReadAllTextAsync(DescriptionPath);
        var schemas = OpenApiSchemas.Load(document, [ChatRequest, ChatResponse, ChatChunk, Embeddings, Error, Models, Response, .. ResponseEvents.Values]);
        return await JsonSchema.FromJsonAsync(schemas.ToJsonString());
    }
}
