using System.Collections.Frozen;
using AutoClaw.Core.Wire.Hub;
using AutoClaw.Gateway.Options;

namespace AutoClaw.Gateway.Engines;

/// <summary>The table of every kind. docs/engines.md lists it with the sources of its words and numbers.</summary>
internal static class EngineKinds
{
    public static readonly EngineKind OpenAi = new(EngineOptions.OpenAiKind, "anything that speaks OpenAI chat completions");

    public static readonly EngineKind Anthropic = new("anthropic", "Anthropic, and anything that speaks its Messages API")
    {
        Wire = WireName.Anthropic,
        Root = new Uri("https://api.anthropic.com/v1"),
        KeyHeader = "x-api-key",

        // platform.claude.com/docs/en/api/versioning: the only one there is beside its forerunner.
        Headers = new Dictionary<string, string> { ["anthropic-version"] = "2023-06-01" },
        Overflow = ["prompt is too long", "exceed context limit"],
        Busy = ["overloaded"],
    };

    public static readonly EngineKind Gemini = new("gemini", "Gemini, by its own API")
    {
        Wire = WireName.Gemini,
        Root = new Uri("https://generativelanguage.googleapis.com/v1beta"),
        KeyHeader = "x-goog-api-key",
        Overflow = ["exceeds the maximum number of tokens"],
        Busy = ["the model is overloaded"],
    };

    public static readonly EngineKind Responses = new("openai-responses", "anything that speaks OpenAI Responses")
    {
        Wire = WireName.OpenAiResponses,
        Overflow = ["exceeds the context window"],
    };

    public static readonly EngineKind Azure = new("azure-openai", "Azure OpenAI's chat completions")
    {
        KeyHeader = "api-key",

        // Microsoft's page on the life cycle of API versions: the first with stream_options and max_completion_tokens.
        OldestApiVersion = "2024-09-01-preview",
    };

    public static readonly EngineKind AzureResponses = new("azure-openai-responses", "Azure OpenAI's Responses")
    {
        Wire = WireName.OpenAiResponses,
        KeyHeader = "api-key",

        // The same page: the first with Responses.
        OldestApiVersion = "2025-03-01-preview",
        Overflow = Responses.Overflow,
    };

    public static readonly EngineKind Simulator = new(EngineOptions.SimulatorKind, "the built-in simulator");

    public static readonly EngineKind Ollama = new("ollama", "Ollama")
    {
        Port = 11434,
        HealthPath = "/api/version",
        ListsModels = true,
        Context = new ContextSource("/api/ps", "context_length", "models", "name"),
        TruncatesSilently = true,
        LoadPath = "/api/generate",

        // The smallest default that any version had. Versions whose /api/ps does not tell it are older than August 2025.
        AssumedContext = 2048,
        Enlarge = "start Ollama with a larger OLLAMA_CONTEXT_LENGTH, or make a model with 'PARAMETER num_ctx' in its Modelfile",
        Overflow = ["input length exceeds the context length", "exceeds the available context size"],
        Busy = ["maximum pending requests exceeded"],
        Loading = ["llm server loading model", "loading model"],
    };

    public static readonly EngineKind Vllm = new("vllm", "vLLM")
    {
        Port = 8000,
        HealthPath = "/health",
        ListsModels = true,
        Context = new ContextSource("/v1/models", "max_model_len", "data"),
        Gauges = new EngineGauges("/metrics", "vllm:num_requests_running", "vllm:num_requests_waiting", "vllm:kv_cache_usage_perc"),
        Overflow = ["maximum context length is", "longer than the maximum model length"],
    };

    public static readonly EngineKind LmStudio = new("lmstudio", "LM Studio")
    {
        Port = 1234,
        HealthPath = "/v1/models",
        ListsModels = true,
        Context = new ContextSource("/api/v0/models", "loaded_context_length", "data"),

        // Its overflow policy may be to drop the middle or the beginning.
        TruncatesSilently = true,
        Enlarge = "load the model with a larger context length in LM Studio",
        Overflow =
        [
            "when context the overflows", "greater than the context length", "context size has been exceeded", "reached context length",
        ],
    };

    public static readonly EngineKind Sglang = new("sglang", "SGLang")
    {
        Port = 30000,
        HealthPath = "/health",
        ListsModels = true,
        Context = new ContextSource("/v1/models", "max_model_len", "data"),
        Gauges = new EngineGauges("/metrics", "sglang:num_running_reqs", "sglang:num_queue_reqs", "sglang:token_usage"),
        Overflow = ["longer than the model's context length", "exceeds the model's maximum context length", "exceeds the maximum allowed length"],
        Busy = ["request queue is full"],
    };

    public static readonly EngineKind Tgi = new("tgi", "Text Generation Inference")
    {
        Port = 8080,
        HealthPath = "/health",
        Context = new ContextSource("/info", "max_total_tokens"),
        Gauges = new EngineGauges("/metrics", "tgi_batch_current_size", "tgi_queue_size"),
        Overflow = ["`inputs` tokens + `max_new_tokens` must be <=", "`inputs` must have less than"],
        Busy = ["model is overloaded"],
    };

    public static readonly EngineKind LlamaCpp = new("llama.cpp", "llama-server, started by somebody else")
    {
        Port = 8080,
        HealthPath = "/health",
        Context = new ContextSource("/props", "n_ctx", Within: "default_generation_settings"),
        Gauges = new EngineGauges("/metrics", "llamacpp:requests_processing", "llamacpp:requests_deferred", "llamacpp:kv_cache_usage_ratio"),
        SlotsPath = "/slots",
        Overflow = ["exceeds the available context size", "exceeds the context size"],
        Loading = ["loading model"],
        DropsConnections = true,
        TellsProgress = true,
    };

    public static readonly EngineKind LlamaServer = new(EngineOptions.LlamaServerKind, "llama-server, kept by the gateway")
    {
        IsOwned = true,
        HealthPath = LlamaCpp.HealthPath,
        Gauges = LlamaCpp.Gauges,
        SlotsPath = LlamaCpp.SlotsPath,
        Overflow = LlamaCpp.Overflow,
        Loading = LlamaCpp.Loading,
        DropsConnections = LlamaCpp.DropsConnections,
        TellsProgress = LlamaCpp.TellsProgress,
    };

    private static readonly EngineKind[] InOrder = [OpenAi, Responses, Azure, AzureResponses, Anthropic, Gemini, Ollama, Vllm, LmStudio, LlamaServer, LlamaCpp, Sglang, Tgi, Simulator];

    private static readonly FrozenDictionary<string, EngineKind> ByName = InOrder.ToFrozenDictionary(kind => kind.Name, StringComparer.Ordinal);

    public static IReadOnlyList<EngineKind> All => InOrder;

    /// <summary>The kind of that name, which a configuration has checked.</summary>
    public static EngineKind Of(string name) => ByName[name];

    /// <summary>The options with what its kind says where they say nothing.</summary>
    public static EngineOptions Complete(EngineOptions engine) => engine with { BaseUrl = engine.BaseUrl ?? Of(engine.Kind).DefaultBaseUrl };
}
