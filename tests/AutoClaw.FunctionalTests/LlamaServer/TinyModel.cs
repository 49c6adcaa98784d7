namespace AutoClaw.FunctionalTests.LlamaServer;

/// <summary>
/// A made-up llama model of a few hundred tokens for the real llama-server. Its layers add nothing, and each token of a planted chain has an
/// output row that answers only to the token before it: so the text is known beforehand, whatever the sampling. The chat template
/// starts one of three chains: the plain answer, a tool call when the client offers tools, and words without end when the last message
/// says <c>endless</c> (for cancelling).
/// </summary>
internal static class TinyModel
{
    public const string Answer = "Hello from a tiny made-up model. I count: 1 2 3 4 5 6 7 8 9 10 11 12";

    public const string ToolName = "get_weather";

    public const string ToolCity = "Paris";

    /// <summary>What the last message must hold for an answer that never ends by itself.</summary>
    public const string EndlessWord = "endless";

    /// <summary>
    /// Tokens that it takes: each one reads all before it, so that filling this takes a minute on a fast core. In 8,192 an endless answer
    /// ends after a second, before a test has seen what it waits for.
    /// </summary>
    public const int Context = 65536;

    private const int Width = 128, Layers = 1, Heads = 4, KeyValueHeads = 2, FeedForward = 128, HeadWidth = Width / Heads;

    private const string Template = """
        {{- bos_token }}
        {%- if tools %}<|im_start|>system
        # Tools
        <tools>
        {%- for t in tools %}
        {{ t | tojson }}{%- endfor %}
        </tools>
        Reply with <tool_call>
        {"name": ..., "arguments": ...}
        </tool_call><|im_end|>
        {% endif %}
        {%- for m in messages %}<|im_start|>{{ m.role }}{{ '\n' }}
        {%- if m.content is string %}{{- m.content }}{%- endif %}
        {%- if m.tool_calls %}{%- for c in m.tool_calls %}<tool_call>
        {"name": "{{ c.function.name }}", "arguments": {{ c.function.arguments | tojson }}}
        </tool_call>{%- endfor %}{%- endif %}<|im_end|>
        {% endfor %}
        {%- if add_generation_prompt %}
        {%- if tools and messages[-1].role != 'tool' %}<|tool|>
        {%- elif messages[-1].content is string and 'endless' in messages[-1].content %}<|endless|>
        {%- else %}<|assistant|>{%- endif %}
        {%- endif %}
        """;

    /// <param name="path">Written anew; the bytes are the same every time.</param>
    /// <param name="context">Tokens that the model says it was trained for.</param>
    public static void Write(string path, int context = Context)
    {
        var vocabulary = new TinyVocabulary();
        vocabulary.Plant("<|assistant|>", [.. Words(Answer)], "<|im_end|>");
        vocabulary.Plant("<|tool|>", ["<tool_call>", "\n{\"name\": \"", ToolName, "\", \"arguments\": {\"city\": \"", ToolCity, "\"}}\n", "</tool_call>"], "<|im_end|>");
        vocabulary.Plant("<|endless|>", [" tick", " tock"], " tick");

        using var gguf = new GgufWriter();
        gguf.Add("general.architecture", "llama");
        gguf.Add("general.name", "tiny-made-up");
        gguf.Add("general.file_type", 0u);
        gguf.Add("llama.context_length", (uint)context);
        gguf.Add("llama.embedding_length", (uint)Width);
        gguf.Add("llama.block_count", (uint)Layers);
        gguf.Add("llama.feed_forward_length", (uint)FeedForward);
        gguf.Add("llama.attention.head_count", (uint)Heads);
        gguf.Add("llama.attention.head_count_kv", (uint)KeyValueHeads);
        gguf.Add("llama.attention.layer_norm_rms_epsilon", 1e-5f);
        gguf.Add("llama.rope.dimension_count", (uint)HeadWidth);
        gguf.Add("llama.vocab_size", (uint)vocabulary.Tokens.Count);
        gguf.Add("tokenizer.ggml.model", "gpt2");
        gguf.Add("tokenizer.ggml.pre", "llama-bpe");
        gguf.Add("tokenizer.ggml.tokens", vocabulary.Tokens);
        gguf.Add("tokenizer.ggml.token_type", vocabulary.Types);
        gguf.Add("tokenizer.ggml.merges", ["h e", "l l", "t h", "i n"]);
        gguf.Add("tokenizer.ggml.bos_token_id", (uint)vocabulary.Id("<|bos|>"));
        gguf.Add("tokenizer.ggml.eos_token_id", (uint)vocabulary.Id("<|im_end|>"));
        gguf.Add("tokenizer.ggml.add_bos_token", false);
        gguf.Add("tokenizer.chat_template", Template);
        AddTensors(gguf, vocabulary);
        gguf.Save(path);
    }

    private static IEnumerable<string> Words(string text)
    {
        for (int start = 0, end; start < text.Length; start = end)
        {
            end = text.IndexOf(' ', start + 1) is var space and > 0 ? space : text.Length;
            yield return text[start..end];
        }
    }

    private static void AddTensors(GgufWriter gguf, TinyVocabulary vocabulary)
    {
        var random = new Random(7);
        var count = vocabulary.Tokens.Count;
        var embedding = new float[count * Width];
        for (var i = 0; i < embedding.Length; i++)
        {
            embedding[i] = random.Next(2) == 0 ? -1 : 1;
        }

        var output = new float[count * Width];
        foreach (var (token, next) in vocabulary.Next)
        {
            for (var i = 0; i < Width; i++)
            {
                output[(next * Width) + i] += 0.5f * embedding[(token * Width) + i];
            }
        }

        gguf.AddTensor("token_embd.weight", [Width, count], embedding);
        gguf.AddTensor("output_norm.weight", [Width], Ones());
        gguf.AddTensor("output.weight", [Width, count], output);
        for (var layer = 0; layer < Layers; layer++)
        {
            var block = $"blk.{layer}.";
            gguf.AddTensor(block + "attn_norm.weight", [Width], Ones());
            AddZeros(gguf, block + "attn_q.weight", Width, Width);
            AddZeros(gguf, block + "attn_k.weight", Width, KeyValueHeads * HeadWidth);
            AddZeros(gguf, block + "attn_v.weight", Width, KeyValueHeads * HeadWidth);
            AddZeros(gguf, block + "attn_output.weight", Width, Width);
            gguf.AddTensor(block + "ffn_norm.weight", [Width], Ones());
            AddZeros(gguf, block + "ffn_gate.weight", Width, FeedForward);
            AddZeros(gguf, block + "ffn_up.weight", Width, FeedForward);
            AddZeros(gguf, block + "ffn_down.weight", FeedForward, Width);
        }
    }

    private static void AddZeros(GgufWriter gguf, string name, int inner, int outer) => gguf.AddTensor(name, [inner, outer], new float[inner * outer]);

    private static float[] Ones() => [.. Enumerable.Repeat(1f, Width)];
}
