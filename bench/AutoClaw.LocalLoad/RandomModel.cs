using AutoClaw.FunctionalTests.LlamaServer;

namespace AutoClaw.LocalLoad;

/// <summary>
/// A model with the layers of Llama 3.2 1B (16 of width 2048, feed-forward 8192, 32 heads, 8 of them for keys and values) and random
/// 4-bit weights: it costs what such a model costs to run and writes nonsense. The vocabulary is the tiny model's, so its two
/// vocabulary matrices are smaller than the real ones.
/// </summary>
internal static class RandomModel
{
    private const int Width = 2048, Layers = 16, Heads = 32, KeyValueHeads = 8, FeedForward = 8192, HeadWidth = Width / Heads;

    private const string Template = "{%- for m in messages %}<|im_start|>{{ m.content }}{% endfor %}<|assistant|>";

    public static void Write(string path, int context)
    {
        var vocabulary = new TinyVocabulary();
        using var gguf = new GgufWriter();
        gguf.Add("general.architecture", "llama");
        gguf.Add("general.name", "random-1b");
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

        var random = new Random(1);
        gguf.AddTensor("token_embd.weight", [Width, vocabulary.Tokens.Count], Floats(random, Width * vocabulary.Tokens.Count));
        gguf.AddTensor("output_norm.weight", [Width], Ones());
        gguf.AddTensor("output.weight", [Width, vocabulary.Tokens.Count], Output(random, vocabulary));
        for (var layer = 0; layer < Layers; layer++)
        {
            var block = $"blk.{layer}.";
            gguf.AddTensor(block + "attn_norm.weight", [Width], Ones());
            gguf.AddRandomTensor(block + "attn_q.weight", [Width, Width], random.Next());
            gguf.AddRandomTensor(block + "attn_k.weight", [Width, KeyValueHeads * HeadWidth], random.Next());
            gguf.AddRandomTensor(block + "attn_v.weight", [Width, KeyValueHeads * HeadWidth], random.Next());
            gguf.AddRandomTensor(block + "attn_output.weight", [Width, Width], random.Next());
            gguf.AddTensor(block + "ffn_norm.weight", [Width], Ones());
            gguf.AddRandomTensor(block + "ffn_gate.weight", [Width, FeedForward], random.Next());
            gguf.AddRandomTensor(block + "ffn_up.weight", [Width, FeedForward], random.Next());
            gguf.AddRandomTensor(block + "ffn_down.weight", [FeedForward, Width], random.Next());
        }

        gguf.Save(path);
    }

    // Tokens without text would make empty chunks: their rows are nothing, so one of the others always wins.
    private static float[] Output(Random random, TinyVocabulary vocabulary)
    {
        const int Control = 3;
        var values = Floats(random, Width * vocabulary.Tokens.Count);
        for (var token = 0; token < vocabulary.Tokens.Count; token++)
        {
            if (vocabulary.Types[token] == Control)
            {
                values.AsSpan(token * Width, Width).Clear();
            }
        }

        return values;
    }

    private static float[] Floats(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() - 0.5f) * 0.1f)];

    private static float[] Ones() => [.. Enumerable.Repeat(1f, Width)];
}
