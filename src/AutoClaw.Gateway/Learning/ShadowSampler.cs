using System.IO.Hashing;
using System.Runtime.InteropServices;
using AutoClaw.Core.Model;
using AutoClaw.Core.Wire;
using AutoClaw.Core.Wire.Hub;
using AutoClaw.Gateway.Engines;
using AutoClaw.Gateway.Options;
using AutoClaw.Gateway.Relay;

namespace AutoClaw.Gateway.Learning;

/// <summary>
/// Which requests are copied to the other place. Never one whose client named an engine, a model, a place or an aim: who chose where a
/// message goes did not choose a second place. Never one with tools, images or several choices, which no judge compares.
/// </summary>
internal static class ShadowSampler
{
    private const int MaxBodyBytes = 256 * 1024;

    /// <summary>True if the answer is to be kept for <see cref="JobOf"/>.</summary>
    public static bool Wants(RequestScope scope, ChatEnvelope envelope) =>
        scope.Plan!.Threshold is not null
        && scope.Snapshot.ShadowOf(scope.Plan.Name) is { Share: > 0 } options
        && scope is { Privacy.Label.IsOpen: true, Content: null }
        && !scope.Context.Request.Headers.ContainsKey(RelayHeaders.Aim)
        && envelope is { Wire: WireName.OpenAiChat, Tools: 0, HasImage: false, Choices: 1, Body.Length: <= MaxBodyBytes }
        && IsDrawn(scope.RequestId, options.Share);

    /// <summary>Null where there is nothing to compare: no whole answer, or no engine of the other place that may have the request.</summary>
    public static ShadowJob? JobOf(RequestScope scope, ChatEnvelope envelope)
    {
        if (scope is not { Answered: { } answered, Copy: { } copy } || OtherOf(scope, answered.Place) is not { } other)
        {
            return null;
        }

        var prompt = new PromptCopy();
        prompt.Take(envelope);
        return new ShadowJob
        {
            Request = scope.ToRecent(),
            Snapshot = scope.Snapshot,
            Options = scope.Snapshot.ShadowOf(scope.Plan!.Name)!,
            Answered = answered,
            Other = other,
            Body = envelope.Body.ToArray(),
            Answer = copy,
            Streamed = envelope.Stream,
            Prompt = prompt,
            ReceivedAt = scope.ReceivedAt,
            Started = scope.Started,
            Attempts = scope.Attempts,
            Reason = scope.Decision.Reason,
        };
    }

    // By the id alone, so that a request is drawn or not whoever asks.
    private static bool IsDrawn(string requestId, double share) =>
        XxHash64.HashToUInt64(MemoryMarshal.AsBytes(requestId.AsSpan())) / (double)ulong.MaxValue < share;

    private static EngineClient? OtherOf(RequestScope scope, Place answered)
    {
        for (var i = scope.Decision.Next(0); i >= 0; i = scope.Decision.Next(i + 1))
        {
            var engine = scope.Snapshot.Engines[scope.Decision.Order[i].Index];
            if (engine.Place != answered)
            {
                // A made-up answer beside a real one would teach that the real one is better, or worse, by chance.
                return engine.Simulated == scope.Answered!.Simulated ? engine : null;
            }
        }

        return null;
    }
}
