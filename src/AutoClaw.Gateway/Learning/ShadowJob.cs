using AutoClaw.Core.Model;
using AutoClaw.Gateway.Engines;
using AutoClaw.Gateway.Options;
using AutoClaw.Gateway.Relay;

namespace AutoClaw.Gateway.Learning;

/// <summary>One answered request that is to be asked again of the other place. Holds copies: the client's own buffers are gone by now.</summary>
internal sealed record ShadowJob
{
    public required AnsweredRequest Request { get; init; }

    public required GatewaySnapshot Snapshot { get; init; }

    public required ShadowOptions Options { get; init; }

    public required EngineClient Answered { get; init; }

    public required EngineClient Other { get; init; }

    public required byte[] Body { get; init; }

    public required AnswerCopy Answer { get; init; }

    public required bool Streamed { get; init; }

    public required PromptCopy Prompt { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>The clock's timestamp at <see cref="ReceivedAt"/>.</summary>
    public required long Started { get; init; }

    /// <summary>Calls that the request itself took.</summary>
    public required int Attempts { get; init; }

    public required string Reason { get; init; }

    /// <summary>The engine that judges; null unless the judge is one.</summary>
    public EngineClient? Judge => Options.Judge.Engine is { } id ? Snapshot.Engines.FirstOrDefault(e => e.Id == id) : null;

    /// <summary>The record of a call that the client never sees.</summary>
    public Attempt NewAttempt(EngineClient engine, AttemptRole role, int number, TimeProvider time) => new()
    {
        RequestId = Request.RequestId,
        Number = Attempts + number,
        Role = role,
        KeyId = Request.KeyId,
        Subject = Request.Subject,
        Operation = "chat",
        Route = Request.Route,
        Engine = engine.Id,
        Place = engine.Place,
        Model = engine.Options.Model,
        Simulated = engine.Simulated,
        Reason = Reason,
        Score = Request.Score,
        ReceivedAt = ReceivedAt,
        SentMicros = (long)time.GetElapsedTime(Started).TotalMicroseconds,
    };
}
