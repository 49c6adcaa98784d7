using AutoClaw.Core.Privacy;

namespace AutoClaw.Gateway.Options;

/// <summary>A virtual model: which engines may answer it and what the router aims for.</summary>
public sealed record RouteOptions
{
    /// <summary>What clients send as <c>model</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Engine ids in order of preference within their place.</summary>
    public required IReadOnlyList<string> Engines { get; init; }

    /// <summary>Where its requests may go.</summary>
    public PrivacyLabel Privacy { get; init; }

    public AimOptions Aim { get; init; } = new();

    /// <summary>How local answers are checked before they are kept; null: they are not.</summary>
    public VerifyOptions? Verify { get; init; }

    /// <summary>Copies of requests to the other place; null: none.</summary>
    public ShadowOptions? Shadow { get; init; }

    /// <summary>What a request does that comes to an engine whose model is not loaded.</summary>
    public ColdStart Cold { get; init; }

    /// <summary>When requests go to the cloud because the local engines are busy; null: never.</summary>
    public SpillOptions? Spill { get; init; }

    /// <summary>When a second engine of a pool is asked beside a slow one; null: never.</summary>
    public HedgeOptions? Hedge { get; init; }

    /// <summary>A request may lose what the wire of its engine has no place for; else it is refused.</summary>
    public bool Lossy { get; init; }

    /// <summary>More names for it. One that ends in <c>*</c> stands for all that begin so.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>As <see cref="LearningOptions.StoreText"/>, for this route alone; null: as there.</summary>
    public bool? StoreText { get; init; }

    /// <summary>As <see cref="ResponsesOptions.Store"/>, for this route alone; null: as there.</summary>
    public bool? StoreResponses { get; init; }
}
