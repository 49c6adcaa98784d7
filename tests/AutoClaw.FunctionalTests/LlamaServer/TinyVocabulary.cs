using System.Text;

namespace AutoClaw.FunctionalTests.LlamaServer;

/// <summary>The tiny model's byte-level vocabulary, and which token follows which.</summary>
internal sealed class TinyVocabulary
{
    private const int NormalToken = 1, ControlToken = 3;

    private readonly Dictionary<string, int> _ids = [];

    public TinyVocabulary()
    {
        for (var value = 0; value < 256; value++)
        {
            Add(((char)ByteLetter(value)).ToString(), NormalToken);
        }

        foreach (var merged in (string[])["he", "ll", "th", "in"])
        {
            Add(merged, NormalToken);
        }

        foreach (var control in (string[])["<|bos|>", "<|im_start|>", "<|im_end|>", "<|assistant|>", "<|tool|>", "<|endless|>"])
        {
            Add(control, ControlToken);
        }
    }

    public List<string> Tokens { get; } = [];

    public List<int> Types { get; } = [];

    public Dictionary<int, int> Next { get; } = [];

    public int Id(string token) => _ids[token];

    public void Plant(string first, IReadOnlyList<string> words, string last)
    {
        var current = Id(first);
        foreach (var word in words)
        {
            var next = FindOrAdd(word);
            Next.Add(current, next);
            current = next;
        }

        Next.Add(current, FindOrAdd(last));
    }

    private int FindOrAdd(string text)
    {
        if (_ids.TryGetValue(text, out var control))
        {
            return control;
        }

        var token = string.Concat(Encoding.UTF8.GetBytes(text).Select(value => (char)ByteLetter(value)));
        return _ids.TryGetValue(token, out var id) ? id : Add(token, NormalToken);
    }

    private int Add(string token, int type)
    {
        _ids.Add(token, Tokens.Count);
        Tokens.Add(token);
        Types.Add(type);
        return Tokens.Count - 1;
    }

    /// <summary>GPT-2 writes bytes as letters: printable Latin-1 as itself, the others moved up from U+0100 in order.</summary>
    private static int ByteLetter(int value)
    {
        static bool Printable(int b) => b is (>= 33 and <= 126) or (>= 161 and <= 172) or (>= 174 and <= 255);
        return Printable(value) ? value : 256 + Enumerable.Range(0, value).Count(b => !Printable(b));
    }
}
