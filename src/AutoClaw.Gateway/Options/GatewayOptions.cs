namespace AutoClaw.Gateway.Options;

/// <summary>
/// The whole configuration, validated, with every <c>${VAR}</c> substituted. Immutable: a reload builds another one and swaps it in.
/// The YAML keys are these names in snake_case; <c>autoclaw config schema</c> prints them.
/// </summary>
public sealed record GatewayOptions
{
    /// <summary>Where the endpoint listens.</summary>
    public Uri Listen { get; init; } = new("http://127.0.0.1:2529");

    /// <summary>What <see cref="Listen"/> proves who it is with; null: plain HTTP.</summary>
    public TlsOptions? Tls { get; init; }

    /// <summary>Names that clients may call it by in <c>Host</c>, besides those that are its own; see <see cref="Relay.HostRule"/>.</summary>
    public IReadOnlyList<string> AllowedHosts { get; init; } = [];

    public AuthOptions Auth { get; init; } = new();

    /// <summary>Null: nobody can administer it while it runs.</summary>
    public AdminOptions? Admin { get; init; }

    /// <summary>Every engine by its id, in the file's order.</summary>
    public IReadOnlyList<EngineOptions> Engines { get; init; } = [];

    /// <summary>Every named virtual model, in the file's order; <c>auto</c> is always there.</summary>
    public IReadOnlyList<RouteOptions> Routes { get; init; } = [];

    public RouterOptions Router { get; init; } = new();

    public LearningOptions Learning { get; init; } = new();

    public PrivacyOptions Privacy { get; init; } = new();

    public LedgerOptions Ledger { get; init; } = new();

    public ResponsesOptions Responses { get; init; } = new();

    public LimitOptions Limits { get; init; } = new();

    /// <summary>GiB of memory that the llama-servers which the gateway runs may take together; null: no limit.</summary>
    public double? LocalMemoryGiB { get; init; }

    /// <summary>A price file that overrides rows of the shipped one; null for the shipped prices alone.</summary>
    public string? PriceFile { get; init; }
}
