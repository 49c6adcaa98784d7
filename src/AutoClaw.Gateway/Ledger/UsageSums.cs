namespace AutoClaw.Gateway.Ledger;

/// <summary>Sums over a set of attempts. Money is exact US dollars; null where nothing of it is known.</summary>
public sealed record UsageSums
{
    /// <summary>Distinct requests with at least one attempt to answer in the set; one request may have several attempts, also in several sets.</summary>
    public required long Requests { get; init; }

    public required long Attempts { get; init; }

    /// <summary>Attempts that the engine failed or broke off.</summary>
    public required long Failures { get; init; }

    /// <summary>Attempts that the client cancelled.</summary>
    public required long Cancelled { get; init; }

    /// <summary>Attempts whose end a crash hid; counted at their estimate.</summary>
    public required long Unknown { get; init; }

    /// <summary>Attempts whose tokens are AutoClaw's estimate because the engine told none.</summary>
    public required long Estimated { get; init; }

    /// <summary>Attempts without a known price; <see cref="CostUsd"/> leaves them out.</summary>
    public required long Unpriced { get; init; }

    /// <summary>Prompt tokens, cached ones included.</summary>
    public required decimal InputTokens { get; init; }

    public required decimal CachedTokens { get; init; }

    /// <summary>Completion tokens, reasoning ones included.</summary>
    public required decimal OutputTokens { get; init; }

    public required decimal ReasoningTokens { get; init; }

    public required decimal? CostUsd { get; init; }

    /// <summary>The part of <see cref="CostUsd"/> that is an estimate of one's own hardware and power; null where there is none.</summary>
    public required decimal? LocalEstimateUsd { get; init; }

    /// <summary>The part of <see cref="LocalEstimateUsd"/> whose watts were measured; null where there is none.</summary>
    public required decimal? LocalMeasuredUsd { get; init; }

    /// <summary>What the route's cloud engine would have cost for the same answers; failed attempts, checks and copies left out: all-cloud would have answered once.</summary>
    public required decimal? AllCloudUsd { get; init; }

    /// <summary>All-cloud cost less cost, over the attempts where both are known, less what the attempts left out there cost.</summary>
    public required decimal? SavedUsd { get; init; }

    /// <summary>True where a cost or an all-cloud cost is missing, so that <see cref="SavedUsd"/> covers only a part.</summary>
    public required bool SavedIsPartial { get; init; }
}
