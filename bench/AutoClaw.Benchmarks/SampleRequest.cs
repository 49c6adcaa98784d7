using System.Text;
using System.Text.Json;

namespace AutoClaw.Benchmarks;

/// <summary>Chat requests of a given size, made from a seed: English-like words, some code, some numbers, escapes in the JSON.</summary>
internal static class SampleRequest
{
    private static readonly string[] Words =
        ["the", "model", "answers", "why", "does", "a", "list", "return", "42", "when", "it's", "empty?", "\"quoted\"", "def", "f(x):", "\n", "naïve", "3.14"];

    public static string Prompt(int bytes)
    {
        var random = new Random(7);
        var prompt = new StringBuilder();
        while (Encoding.UTF8.GetByteCount(prompt.ToString()) < bytes)
        {
            prompt.Append(Words[random.Next(Words.Length)]).Append(' ');
        }

        return prompt.ToString();
    }

    public static byte[] Create(int promptBytes) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        model = "auto",
        temperature = 0.2,
        messages = new[]
        {
            new { role = "system", content = "You are a helpful assistant." },
            new { role = "user", content = Prompt(promptBytes) },
        },
    });
}
