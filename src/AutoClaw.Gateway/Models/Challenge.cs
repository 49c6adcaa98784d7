using AutoClaw.Core.Model;
using AutoClaw.Core.Routing;
using AutoClaw.Core.Wire;
using AutoClaw.Gateway.Observability;
using AutoClaw.Gateway.Relay;

namespace AutoClaw.Gateway.Models;

/// <summary>Scores what the model in use has decided with its challenger too, after the client has its answer, and counts where they differ.</summary>
internal sealed class Challenge(GatewayMetrics metrics)
{
    public void Observe(RequestScope scope, ChatEnvelope envelope)
    {
        if (scope is not { Snapshot.Challenger: { } challenger, Decision: { Score: { } score, Threshold: { } threshold } })
        {
            return;
        }

        Span<byte> text = stackalloc byte[PromptText.MaxBytes];
        var scored = challenger.Score(ChatRelay.InputOf(envelope, text)).Score;

        // Thresholds of two models do not compare, the cloud shares that they stand for do.
        var share = scope.Snapshot.Model.Calibration.CloudShareAt(threshold);
        var equal = challenger.Calibration.ThresholdForCloudShare(share);
        metrics.RecordChallenge(scope.Plan!.Name, PlaceOf(score.Score, threshold), PlaceOf(scored, equal));
    }

    private static Place PlaceOf(float score, double threshold) => score >= threshold ? Place.Cloud : Place.Local;
}
