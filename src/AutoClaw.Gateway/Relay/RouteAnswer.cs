using System.Text.Json;
using AutoClaw.Core.Model;
using AutoClaw.Core.Pricing;
using AutoClaw.Core.Routing;
using AutoClaw.Core.Wire;
using AutoClaw.Gateway.Engines;
using Microsoft.AspNetCore.Http;

namespace AutoClaw.Gateway.Relay;

/// <summary>What <c>POST /v1/route</c> and <c>autoclaw route</c> say of a decision that is not carried out.</summary>
public sealed record RouteAnswer
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>The engine that would be called first; null if none can take the request.</summary>
    public required string? Engine { get; init; }

    /// <summary><c>local</c> or <c>cloud</c>.</summary>
    public required string? Place { get; init; }

    /// <summary>The model name that the engine would be sent.</summary>
    public required string? Model { get; init; }

    /// <summary>True if that engine is the built-in simulator.</summary>
    public required bool Simulated { get; init; }

    public required string Route { get; init; }

    public required string Reason { get; init; }

    /// <summary>Where the request may go, for example <c>local_only</c>; <c>open</c>: anywhere.</summary>
    public string Privacy { get; init; } = "open";

    /// <summary>Who says so; null where it is open.</summary>
    public string? PrivacyReason { get; init; }

    /// <summary>What the last refused engine lacked; null if none was refused.</summary>
    public required string? Missing { get; init; }

    /// <summary>Expected quality gained by the cloud, -1 to 1; null where the name pins an engine.</summary>
    public required double? Score { get; init; }

    public required double? Threshold { get; init; }

    /// <summary>P(the local answer is not good enough).</summary>
    public required double? LocalFails { get; init; }

    /// <summary>P(the cloud answer is not good enough).</summary>
    public required double? CloudFails { get; init; }

    /// <summary>The route's aim and how it holds; null where it has none to hold.</summary>
    public required AimAnswer? Aim { get; init; }

    /// <summary>Engines in the order in which they would be tried.</summary>
    public required IReadOnlyList<string> Order { get; init; }

    /// <summary>What those of them that are asked how they are said last: <c>ready</c>, <c>loading</c>, <c>down</c> or <c>unknown</c>.</summary>
    public required IReadOnlyDictionary<string, string> EngineStates { get; init; }

    /// <summary>What is known of their load, by id.</summary>
    public required IReadOnlyDictionary<string, EngineLoad> EngineLoad { get; init; }

    /// <summary>Estimated USD on the route's first local engine; null where unknown.</summary>
    public required decimal? EstimatedCostLocalUsd { get; init; }

    /// <summary>Estimated USD on the route's first cloud engine; null where unknown.</summary>
    public required decimal? EstimatedCostCloudUsd { get; init; }

    public required long EstimatedInputTokens { get; init; }

    public required long AssumedOutput { get; init; }

    /// <summary>Microseconds that deciding took.</summary>
    public required double DecisionMicros { get; init; }

    internal static RouteAnswer Create(GatewaySnapshot snapshot, RoutePlan plan, in Decision decision, ChatEnvelope envelope, DateTimeOffset at, PoolTerms pool = default)
    {
        var order = new List<EngineClient>();
        var left = ulong.MaxValue;
        while (EnginePool.Next(snapshot, decision, left, pool) is var i and >= 0)
        {
            left &= ~(1UL << i);
            order.Add(snapshot.Engines[decision.Order[i].Index]);
        }

        // As the exchange does it: engines that are down, or failed lately, come last.
        order = [.. order.OrderBy(engine => engine.Health.IsDown || engine.Breaker.IsOpen)];
        var first = order.FirstOrDefault();
        var output = (envelope.MaxOutputTokens ?? RoutePrices.AssumedOutputTokens) * envelope.Choices;
        var usage = new Usage(envelope.EstimatedInputTokens, 0, output, 0, Estimated: true);
        return new RouteAnswer
        {
            Engine = first?.Id,
            Place = first?.PlaceHeader,
            Model = first?.Options.Model,
            Simulated = first?.Simulated ?? false,
            Route = plan.Name,
            Reason = decision.Reason,
            Missing = decision.Missing,
            Score = Rounded(decision.Score?.Score),
            Threshold = Rounded(decision.Threshold),
            LocalFails = Rounded(decision.Score?.LocalFails),
            CloudFails = Rounded(decision.Score?.CloudFails),
            Aim = plan.Controller is { } controller ? AimAnswer.Of(controller) : null,
            Order = [.. order.Select(engine => engine.Id)],
            EngineStates = order.Where(engine => engine.Health.IsWatched).ToDictionary(engine => engine.Id, engine => engine.Health.State.Word),
            EngineLoad = order.ToDictionary(engine => engine.Id, engine => Engines.EngineLoad.Of(engine, pool.Caller, usage.Input)),
            EstimatedCostLocalUsd = CostIn(Core.Model.Place.Local),
            EstimatedCostCloudUsd = CostIn(Core.Model.Place.Cloud),
            EstimatedInputTokens = usage.Input,
            AssumedOutput = output,
            DecisionMicros = Math.Round(decision.Micros, 2),
        };

        decimal? CostIn(Place place)
        {
            var candidate = plan.LocalFirst.FirstOrDefault(c => c.Place == place);
            var engine = candidate is null ? null : snapshot.Engines[candidate.Index];
            return engine is null ? null : CostCalculator.Cost(engine.PriceAt(engine.Options.Model, snapshot.Prices, at), usage)?.Usd;
        }
    }

    internal static Task WriteAsync(RequestScope scope, ChatEnvelope envelope)
    {
        var answer = Create(scope.Snapshot, scope.Plan!, scope.Decision, envelope, scope.ReceivedAt, scope.Pool with { Caller = scope.Caller }) with
        {
            Privacy = scope.Privacy.Label.ToString(), PrivacyReason = scope.Privacy.Reason,
        };
        return scope.Context.Response.WriteAsJsonAsync(answer, Json, scope.Context.RequestAborted);
    }

    private static double? Rounded(double? value) => value is { } number ? Math.Round(number, 4) : null;
}
