namespace AutoClaw.FunctionalTests.Config;

/// <summary>What the local engines answer to a probe, in their own form.</summary>
internal static class EngineAnswers
{
    public static readonly (string, int, string) OllamaVersion = ("/api/version", 200, """{"version":"0.12.3"}""");

    public static readonly (string, int, string)[] LlamaServer =
    [
        ("/health", 200, """{"status":"ok"}"""),
        ("/props", 200, """
            {"default_generation_settings":{"id":0,"id_task":-1,"n_ctx":8192,"speculative":false,"is_processing":false,"params":{"n_predict":-1}},
             "total_slots":1,"model_path":"/models/qwen2.5-7b-q4_k_m.gguf","modalities":{"vision":true,"audio":false},"chat_template":"x","build_info":"b6000-abc"}
            """),
        ("/v1/models", 200, """
            {"models":[{"name":"qwen2.5-7b"}],"object":"list","data":[{"id":"qwen2.5-7b","object":"model","created":1735142223,"owned_by":"llamacpp",
             "meta":{"vocab_type":2,"n_vocab":152064,"n_ctx_train":32768,"n_embd":3584,"n_params":7615616512,"size":4677120000}}]}
            """),
    ];

    public static readonly (string, int, string)[] LmStudio =
    [
        ("/api/v0/models", 200, """
            {"object":"list","data":[
             {"id":"text-embedding-nomic-embed-text-v1.5","object":"model","type":"embeddings","publisher":"nomic-ai","arch":"nomic-bert","compatibility_type":"gguf","quantization":"Q4_0","state":"not-loaded","max_context_length":2048},
             {"id":"meta-llama-3.1-8b-instruct","object":"model","type":"llm","publisher":"lmstudio-community","arch":"llama","compatibility_type":"gguf","quantization":"Q4_K_M","state":"not-loaded","max_context_length":131072},
             {"id":"qwen2-vl-7b-instruct","object":"model","type":"vlm","publisher":"mlx-community","arch":"qwen2_vl","compatibility_type":"mlx","quantization":"4bit","state":"loaded","max_context_length":32768,"loaded_context_length":4096}]}
            """),
        ("/v1/models", 200, """{"object":"list","data":[{"id":"qwen2-vl-7b-instruct","object":"model","owned_by":"organization_owner"}]}"""),
        ("*", 200, """{"error":"Unexpected endpoint or method. (GET /props)"}"""),
    ];

    public static readonly (string, int, string)[] Vllm =
    [
        ("/version", 200, """{"version":"0.8.4"}"""),
        ("/v1/models", 200, """
            {"object":"list","data":[
             {"id":"sql-lora","object":"model","created":1744000000,"owned_by":"vllm","root":"/lora","parent":"Qwen/Qwen3-32B","max_model_len":null,"permission":[]},
             {"id":"Qwen/Qwen3-32B","object":"model","created":1744000000,"owned_by":"vllm","root":"Qwen/Qwen3-32B","parent":null,"max_model_len":40960,
              "permission":[{"id":"modelperm-1","object":"model_permission","allow_sampling":true}]}]}
            """),
    ];

    public static (string, int, string)[] Ollama(params string[] models) =>
        [OllamaVersion, ("/api/tags", 200, $$"""{"models":[{{string.Join(',', models)}}]}""")];

    public static string OllamaModel(string name, string family = "llama", string more = "") => $$$"""
        {"name":"{{{name}}}","model":"{{{name}}}","modified_at":"2025-10-01T10:00:00Z","size":2019393189,"digest":"a80c4f17acd5"{{{more}}},
         "details":{"parent_model":"","format":"gguf","family":"{{{family}}}","families":["{{{family}}}"],"parameter_size":"3.2B","quantization_level":"Q4_K_M"}}
        """;
}
