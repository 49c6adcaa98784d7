namespace AutoClaw.FunctionalTests.Kinds;

/// <summary>
/// Answers of each engine in its own form. llama.cpp's are from a running server; the others are written after the projects' sources and
/// documentation, which docs/engines.md names.
/// </summary>
internal static class Recordings
{
    /// <summary>Kind, status, body, and the code and status that the client gets.</summary>
    public static TheoryData<string, int, string, string, int> Refusals => new()
    {
        { "ollama", 503, """{"error":{"message":"server busy, please try again.  maximum pending requests exceeded","type":"api_error","param":null,"code":null}}""", "engine_overloaded", 429 },
        { "ollama", 400, """{"error":{"message":"the input length exceeds the context length","type":"invalid_request_error","param":null,"code":null}}""", "context_length_exceeded", 400 },
        { "ollama", 500, """{"error":{"message":"llm server loading model","type":"api_error","param":null,"code":null}}""", "engine_loading", 503 },
        { "vllm", 400, """{"object":"error","message":"This model's maximum context length is 4096 tokens. However, you requested 5021 tokens (4509 in the messages, 512 in the completion). Please reduce the length of the messages or completion.","type":"BadRequestError","param":null,"code":400}""", "context_length_exceeded", 400 },
        { "vllm", 400, """{"error":{"message":"This model's maximum context length is 4096 tokens. However, your request has 4509 input tokens. Please reduce the length of the input messages.","type":"BadRequestError","param":"input_tokens","code":400}}""", "context_length_exceeded", 400 },
        { "lmstudio", 400, """{"error":"Trying to keep the first 15857 tokens when context the overflows. However, the model is loaded with context length of only 4096 tokens, which is not enough. Try to load the model with a larger context length, or provide a shorter input"}""", "context_length_exceeded", 400 },
        { "lmstudio", 400, """{"error":"The number of tokens to keep from the initial prompt is greater than the context length (n_keep: 10247>= n_ctx: 4096). Try to load the model with a larger context length, or provide a shorter prompt."}""", "context_length_exceeded", 400 },
        { "sglang", 400, """{"object":"error","message":"The input (5021 tokens) is longer than the model's context length (4096 tokens).","type":"BadRequestError","param":null,"code":400}""", "context_length_exceeded", 400 },
        { "sglang", 503, """{"object":"error","message":"The request queue is full.","type":"ServiceUnavailable","param":null,"code":503}""", "engine_overloaded", 429 },
        { "tgi", 422, """{"error":"Input validation error: `inputs` tokens + `max_new_tokens` must be <= 4096. Given: 4509 `inputs` tokens and 512 `max_new_tokens`","error_type":"validation"}""", "context_length_exceeded", 400 },
        { "tgi", 429, """{"error":"Model is overloaded","error_type":"overloaded"}""", "engine_overloaded", 429 },
        { "llama.cpp", 400, """{"error":{"code":400,"message":"request (9412 tokens) exceeds the available context size (8192 tokens), try increasing it","type":"exceed_context_size_error","n_prompt_tokens":9412,"n_ctx":8192}}""", "context_length_exceeded", 400 },
        { "llama.cpp", 503, """{"error":{"message":"Loading model","type":"unavailable_error","code":503}}""", "engine_loading", 503 },
    };

    /// <summary>Kind, what its paths answer, and the context, running, waiting and KV use that are read from them.</summary>
    public static TheoryData<string, string[], double?[]> States => new()
    {
        { "ollama", ["/api/version", """{"version":"0.12.3"}""", "/v1/models", """{"object":"list","data":[{"id":"home-model:latest","object":"model","created":1759300000,"owned_by":"library"}]}""", "/api/ps", OllamaPs(8192)], [8192, null, null, null] },
        { "vllm", ["/health", "", "/v1/models", """{"object":"list","data":[{"id":"home-model","object":"model","created":1744000000,"owned_by":"vllm","root":"home-model","parent":null,"max_model_len":40960,"permission":[]}]}""", "/metrics", "# TYPE vllm:num_requests_running gauge\nvllm:num_requests_running{engine=\"0\",model_name=\"home-model\"} 3.0\nvllm:num_requests_waiting{engine=\"0\",model_name=\"home-model\"} 7.0\nvllm:kv_cache_usage_perc{engine=\"0\",model_name=\"home-model\"} 0.52\n"], [40960, 3, 7, 0.52] },
        { "lmstudio", ["/v1/models", """{"data":[{"id":"home-model","object":"model","owned_by":"organization_owner"}],"object":"list"}""", "/api/v0/models", """{"object":"list","data":[{"id":"home-model","object":"model","type":"llm","publisher":"p","arch":"llama","compatibility_type":"gguf","quantization":"Q4_K_M","state":"loaded","max_context_length":131072,"loaded_context_length":4096}]}"""], [4096, null, null, null] },
        { "sglang", ["/health", "", "/v1/models", """{"object":"list","data":[{"id":"home-model","object":"model","created":1744000000,"owned_by":"sglang","root":"home-model","max_model_len":32768}]}""", "/metrics", "sglang:num_running_reqs{model_name=\"home-model\",tp_rank=\"0\"} 8.0\nsglang:num_queue_reqs{model_name=\"home-model\",tp_rank=\"0\"} 4.0\nsglang:token_usage{model_name=\"home-model\",tp_rank=\"0\"} 0.28\n"], [32768, 8, 4, 0.28] },
        { "tgi", ["/health", "", "/info", """{"model_id":"home-model","model_sha":"x","max_concurrent_requests":128,"max_best_of":2,"max_stop_sequences":4,"max_input_tokens":4095,"max_total_tokens":4096,"router":"text-generation-router","version":"3.0.1"}""", "/metrics", "tgi_queue_size 2\ntgi_batch_current_size 5\n"], [4096, 5, 2, null] },
        { "llama.cpp", ["/health", """{"status":"ok"}""", "/props", """{"default_generation_settings":{"id":0,"n_ctx":8192,"is_processing":false},"total_slots":4,"model_path":"/models/m.gguf"}""", "/metrics", "llamacpp:kv_cache_usage_ratio 0.25\nllamacpp:requests_processing 1\nllamacpp:requests_deferred 6\n"], [8192, 1, 6, 0.25] },
    };

    public static string OllamaPs(int context) => $$"""
        {"models":[{"name":"home-model:latest","model":"home-model:latest","size":6654289920,"digest":"a80c4f17acd5","details":{"format":"gguf","family":"llama","quantization_level":"Q4_K_M"},"expires_at":"2026-01-01T00:00:00Z","size_vram":0,"context_length":{{context}}}]}
        """;

    public static KindFake Ollama(int? context) => new(
        ("/api/version", 200, """{"version":"0.12.3"}"""),
        ("/v1/models", 200, """{"object":"list","data":[{"id":"home-model:latest","object":"model","created":1759300000,"owned_by":"library"}]}"""),
        ("/api/ps", 200, context is { } known ? OllamaPs(known) : """{"models":[]}"""),
        ("/api/generate", 200, """{"model":"home-model","created_at":"2025-10-01T10:00:00Z","response":"","done":true,"done_reason":"load"}"""));
}
