namespace AutoClaw.Cli.Download;

/// <summary>What a pull was asked for besides its source.</summary>
/// <param name="Sha256">The checksum that the user gave, in lower case; wins over all others.</param>
/// <param name="Again">Whether to fetch a model anew that is there.</param>
internal sealed record PullRequest(string? Sha256, bool Again);
