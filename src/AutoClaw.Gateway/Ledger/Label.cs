namespace AutoClaw.Gateway.Ledger;

/// <summary>What the answers to one request were worth in one judge's eyes.</summary>
internal sealed record Label
{
    public required string RequestId { get; init; }

    /// <summary><c>user</c>, <c>exact</c>, <c>schema</c>, or the id of the engine that judged.</summary>
    public required string Judge { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Whose request it was; null for an anonymous loopback client.</summary>
    public string? KeyId { get; init; }

    /// <summary>Whom the request is about, hashed; null where it names nobody.</summary>
    public string? Subject { get; init; }

    public required string Route { get; init; }

    /// <summary>The engine of the local answer; null if there was none.</summary>
    public string? LocalEngine { get; init; }

    /// <summary>The engine of the cloud answer; null if there was none.</summary>
    public string? CloudEngine { get; init; }

    /// <summary>0 (useless) to 1; null if not judged.</summary>
    public double? LocalScore { get; init; }

    /// <summary>0 (useless) to 1; null if not judged.</summary>
    public double? CloudScore { get; init; }

    /// <summary>What a user wrote beside the rating.</summary>
    public string? Comment { get; init; }

    /// <summary>What the router model said of the request; null if it was not asked.</summary>
    public double? Score { get; init; }

    /// <summary>The chance that this request was chosen to be judged, above 0 to 1.</summary>
    public double Propensity { get; init; } = 1;

    /// <summary>What <c>PromptFeaturesCodec</c> makes of the request.</summary>
    public required byte[] Features { get; init; }

    /// <summary>The last user message, where the operator chose to keep it.</summary>
    public string? Text { get; init; }
}
