namespace AutoClaw.Cli.Download;

/// <summary>What to pull.</summary>
/// <param name="Name">What the store will call it.</param>
/// <param name="Text">The source as it is noted: <c>hf:ORG/REPO@REVISION/FILE</c>, a URL, or the file's absolute path.</param>
/// <param name="Location">Where the bytes are; a <c>file:</c> URL for one on this machine.</param>
internal sealed record ModelSource(string Name, string Text, Uri Location)
{
    /// <summary>The checksum that the catalogue has.</summary>
    public string? Sha256 { get; init; }

    /// <summary>The licence that the catalogue names.</summary>
    public string? License { get; init; }
}
