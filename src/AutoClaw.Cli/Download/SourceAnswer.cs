namespace AutoClaw.Cli.Download;

/// <summary>What a server answered after its redirects, or why it was not asked.</summary>
/// <param name="Response">Its body is not read yet; null exactly if there is a refusal.</param>
/// <param name="Sha256">The checksum that Hugging Face, or a mirror of it, gave on the way; null if none did.</param>
/// <param name="LinkedBytes">The length that it gave on the way.</param>
/// <param name="Refusal">A sentence.</param>
internal sealed record SourceAnswer(HttpResponseMessage? Response, string? Sha256, long? LinkedBytes, string? Refusal) : IDisposable
{
    public void Dispose() => Response?.Dispose();
}
