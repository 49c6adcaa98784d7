namespace AutoClaw.Gateway.Local;

/// <summary>What a model takes when it is loaded. An estimate: the engine's own buffers depend on its version and its options.</summary>
internal static class ModelMemory
{
    /// <summary>The context that sizes are given for, in tokens.</summary>
    public const int UsualContext = 4096;

    // The scores of a batch of 512 tokens over a vocabulary of 128 k take 263 MB; the rest is the process and its work buffers.
    private const long Buffers = 512L << 20;

    /// <summary>Bytes for the file's weights, the key-value cache of that many tokens and the engine's buffers.</summary>
    /// <param name="fileBytes">The weights' file.</param>
    /// <param name="cacheBytesPerToken">Null: unknown; the cache is then left out.</param>
    /// <param name="context">Tokens over all slots.</param>
    public static long Estimate(long fileBytes, long? cacheBytesPerToken, int context = UsualContext) =>
        fileBytes + ((cacheBytesPerToken ?? 0) * context) + Buffers;
}
