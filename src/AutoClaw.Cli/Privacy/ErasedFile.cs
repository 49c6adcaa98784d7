namespace AutoClaw.Cli.Privacy;

/// <summary>What was done to one ledger and what lies beside it.</summary>
internal sealed record ErasedFile
{
    public required string File { get; init; }

    /// <summary>A running gateway did it.</summary>
    public required bool ByGateway { get; init; }

    /// <summary>Entries that are nobody's now.</summary>
    public required long Attempts { get; init; }

    public required long Requests { get; init; }

    public required long Labels { get; init; }

    /// <summary>Kept answers that are gone.</summary>
    public required long Responses { get; init; }

    /// <summary>The file was written anew, for what stood in its unused space.</summary>
    public required bool Rewritten { get; init; }

    /// <summary>Files whose bytes were looked through afterwards.</summary>
    public required IReadOnlyList<string> Searched { get; init; }

    public required long SearchedBytes { get; init; }

    /// <summary>How often the person's hash or a request's old id still stands there: not at all, where all went well.</summary>
    public required long Traces { get; init; }

    /// <summary>How often the text that names them stands there, for whatever reason; not looked for where it is short.</summary>
    public required long Names { get; init; }

    public required IReadOnlyList<string> NamedIn { get; init; }
}
