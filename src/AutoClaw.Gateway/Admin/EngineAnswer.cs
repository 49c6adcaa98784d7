using AutoClaw.Gateway.Engines;
using AutoClaw.Gateway.Options;
using AutoClaw.Gateway.Options.Binding;

namespace AutoClaw.Gateway.Admin;

/// <summary>One engine in <c>GET /admin/engines</c>.</summary>
internal sealed record EngineAnswer
{
    public required string Id { get; init; }

    public required string Kind { get; init; }

    /// <summary><c>local</c> or <c>cloud</c>.</summary>
    public required string Place { get; init; }

    public required string Model { get; init; }

    /// <summary>Where it is called; null for a llama-server of the gateway.</summary>
    public required Uri? BaseUrl { get; init; }

    /// <summary>Where its machines are; null: unknown.</summary>
    public required string? Region { get; init; }

    /// <summary>How long its provider keeps prompts and answers, as the configuration writes it; <c>0s</c>: not at all; null: unknown.</summary>
    public required string? Retention { get; init; }

    /// <summary>Availability that its provider promises, in percent; null: no promise.</summary>
    public required double? Uptime { get; init; }

    /// <summary>What it said of itself last: <c>ready</c>, <c>loading</c>, <c>down</c> or <c>unknown</c>; null for kinds that are not asked.</summary>
    public required string? Health { get; init; }

    /// <summary>Why, for people.</summary>
    public required string? HealthDetail { get; init; }

    /// <summary>What the process does that the gateway keeps; null where it keeps none.</summary>
    public required string? Process { get; init; }

    /// <summary>No more requests go to it; <c>load.under_way</c> of it are still to end.</summary>
    public required bool Drained { get; init; }

    /// <summary>Calls to it failed lately: it is asked after the others.</summary>
    public required bool SetBack { get; init; }

    /// <summary>Until when; null where it is not set back.</summary>
    public required DateTimeOffset? SetBackUntil { get; init; }

    /// <summary>Retries that its budget has left; each is a call.</summary>
    public required double RetriesLeft { get; init; }

    public required EngineLoad Load { get; init; }

    public static EngineAnswer Of(EngineClient engine, EngineOptions options, DateTimeOffset now)
    {
        var health = engine.Health.IsWatched ? engine.Health.State : null;
        var left = engine.Breaker.OpenFor;
        return new EngineAnswer
        {
            Id = engine.Id,
            Kind = engine.Kind.Name,
            Place = engine.PlaceHeader.ToString(),
            Model = engine.Options.Model,
            BaseUrl = engine.Options.BaseUrl,
            Region = options.Region,
            Retention = options.Retention is { } retention ? DurationText.Format(retention) : null,
            Uptime = options.Uptime,
            Health = health?.Word,
            HealthDetail = health?.Detail,
            Process = engine.Server?.Status.Phase.ToString().ToLowerInvariant(),
            Drained = engine.IsDrained,
            SetBack = left is not null,
            SetBackUntil = now + left,
            RetriesLeft = engine.Retries.Left,
            Load = EngineLoad.Of(engine, caller: default, promptTokens: null),
        };
    }
}
