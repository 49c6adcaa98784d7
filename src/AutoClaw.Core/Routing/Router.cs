using AutoClaw.Core.Model;
using AutoClaw.Core.Policy;
using AutoClaw.Core.Routing.Aims;

namespace AutoClaw.Core.Routing;

/// <summary>
/// Ranks a route's engines for one request. Synchronous; allocates nothing, and steps nothing but the route's aim controller. Votes
/// remove candidates first, the router model is asked only where a choice between places is left.
/// </summary>
public static class Router
{
    /// <param name="plan">The route.</param>
    /// <param name="facts">What the request needs.</param>
    /// <param name="input">What the model reads.</param>
    /// <param name="model">Who scores.</param>
    /// <param name="time">For <see cref="Decision.Micros"/>.</param>
    /// <param name="terms">What else holds for it.</param>
    public static Decision Decide(
        RoutePlan plan, in RequestFacts facts, in RouterInput input, RouterModel model, TimeProvider time, in DecisionTerms terms)
    {
        var started = time.GetTimestamp();
        var decision = Rank(plan, facts, input, model, terms);
        return decision with { Micros = time.GetElapsedTime(started).TotalMicroseconds };
    }

    private static Decision Rank(RoutePlan plan, in RequestFacts facts, in RouterInput input, RouterModel model, in DecisionTerms terms)
    {
        var only = terms.Override?.Only;
        var local = Vote(plan.LocalFirst, facts, only, out var missing);
        var places = PlacesOf(plan.LocalFirst, local);
        var controller = terms.Override is null ? plan.Controller : null;
        if (plan.Threshold is not { } threshold || places != PlaceSet.Both)
        {
            if (terms.Counts && places is (PlaceSet.Local or PlaceSet.Cloud))
            {
                controller?.Count(places == PlaceSet.Local ? Place.Local : Place.Cloud);
            }

            var reason = plan.Threshold is null ? DecisionReason.Pinned
                : only is not null ? DecisionReason.AimHeader
                : missing is null ? DecisionReason.OnePlace : DecisionReason.Capability;
            return new Decision(plan.LocalFirst, local, reason) { Missing = missing };
        }

        var score = model.Score(input);
        var fixedThreshold = terms.Override?.ThresholdOf(model.Calibration) ?? threshold;
        var verdict = controller is null ? new AimVerdict(fixedThreshold, score.Score >= fixedThreshold)
            : terms.Counts ? controller.Decide(score)
            : controller.Peek(score);
        if (plan.Verify is { } band && band.Contains(score.Score, verdict.Threshold))
        {
            return new Decision(plan.LocalFirst, local, DecisionReason.ScoreInVerifyBand)
            {
                Score = score, Threshold = verdict.Threshold, Missing = missing, Verify = true,
            };
        }

        return verdict.IsCloud
            ? new Decision(plan.CloudFirst, Vote(plan.CloudFirst, facts, only, out _), DecisionReason.ScoreAtOrAboveThreshold)
            {
                Score = score, Threshold = verdict.Threshold, Missing = missing,
            }
            : new Decision(plan.LocalFirst, local, DecisionReason.ScoreBelowThreshold)
            {
                Score = score, Threshold = verdict.Threshold, Missing = missing,
            };
    }

    private static ulong Vote(Candidate[] order, in RequestFacts facts, Place? only, out string? missing)
    {
        missing = null;
        var allowed = 0UL;
        for (var i = 0; i < order.Length; i++)
        {
            if (only is { } place && order[i].Place != place)
            {
                missing ??= "place";
            }
            else if (CapabilityPolicy.Missing(order[i], facts) is { } lack)
            {
                missing = lack;
            }
            else
            {
                allowed |= 1UL << i;
            }
        }

        return allowed;
    }

    private static PlaceSet PlacesOf(Candidate[] order, ulong allowed)
    {
        var places = PlaceSet.None;
        for (var i = 0; i < order.Length; i++)
        {
            if ((allowed >> i & 1) != 0)
            {
                places |= order[i].Place == Place.Local ? PlaceSet.Local : PlaceSet.Cloud;
            }
        }

        return places;
    }

    [Flags]
    private enum PlaceSet
    {
        None = 0,
        Local = 1,
        Cloud = 2,
        Both = Local | Cloud,
    }
}
