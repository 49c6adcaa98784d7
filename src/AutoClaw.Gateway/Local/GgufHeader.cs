namespace AutoClaw.Gateway.Local;

/// <summary>What a GGUF file says of itself. A field that the file does not have is null.</summary>
internal sealed record GgufHeader
{
    /// <summary>The layout of the network: <c>llama</c>, <c>qwen3</c> and so on.</summary>
    public required string Architecture { get; init; }

    public string? Name { get; init; }

    /// <summary>The class of size as its maker writes it: <c>8B</c>, <c>8x7B</c>.</summary>
    public string? SizeLabel { get; init; }

    /// <summary>Of most of its tensors: <c>Q4_K_M</c>.</summary>
    public string? Quantization { get; init; }

    /// <summary>Tokens that it was trained for.</summary>
    public long? ContextLength { get; init; }

    /// <summary>Numbers in all tensors.</summary>
    public long Parameters { get; init; }

    /// <summary>Bytes that the key-value cache takes for each token of context, with 16-bit entries. An upper bound where layers look back over a window only.</summary>
    public long? CacheBytesPerToken { get; init; }

    /// <summary>Whether it brings a template, without which a chat's roles are guessed.</summary>
    public bool HasChatTemplate { get; init; }

    /// <summary>Files that the model is split into; 1 if it is whole.</summary>
    public int SplitCount { get; init; } = 1;

    /// <summary>Where its last tensor ends: a shorter file is cut off. Null if it has tensors of a type that this program does not know.</summary>
    public long? EndOfTensors { get; init; }
}
