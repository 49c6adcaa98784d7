namespace AutoClaw.Core.Privacy.Tagger;

/// <summary>What one run over a text needs: one per thread, kept, about 50 KB.</summary>
internal sealed class TagScratch
{
    [ThreadStatic]
    private static TagScratch? _ofThread;

    public static TagScratch OfThread => _ofThread ??= new TagScratch();

    public TokenBuffer Tokens { get; } = new();

    /// <summary>The sum of the weights of each token, by label.</summary>
    public short[] Emissions { get; } = new short[TokenBuffer.Capacity * TagLabel.Lanes];

    /// <summary>The best label before, by token and label.</summary>
    public short[] Origins { get; } = new short[TokenBuffer.Capacity * TagLabel.Lanes];

    public byte[] Labels { get; } = new byte[TokenBuffer.Capacity];
}
