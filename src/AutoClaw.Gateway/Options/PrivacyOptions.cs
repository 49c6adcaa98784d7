using AutoClaw.Core.Privacy;

namespace AutoClaw.Gateway.Options;

/// <summary>Where requests may go, for all of them. Keys, routes and clients can only make it stricter.</summary>
public sealed record PrivacyOptions
{
    public PrivacyLabel Label { get; init; }
}
