namespace AutoClaw.Gateway.Options;

/// <summary>The administrators' own listener.</summary>
public sealed record AdminOptions
{
    public Uri Listen { get; init; } = new("http://127.0.0.1:2530");

    /// <summary>Who gets in; only hashes are kept.</summary>
    public IReadOnlyList<AdminKeyOptions> Keys { get; init; } = [];

    public TlsOptions? Tls { get; init; }

    /// <summary>True lets anybody on this machine look, without a key.</summary>
    public bool AllowAnonymousLoopback { get; init; }

    /// <summary>True lets it listen beyond loopback without TLS.</summary>
    public bool AllowExposedWithoutTls { get; init; }

    /// <summary>True: <c>/metrics</c> is here alone, for those who have a key.</summary>
    public bool OwnsMetrics { get; init; }
}
