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
        var local = Vote(plan.LocalFirst, facts, terms, out var missing);
        if (local == 0 && plan.Lossy && missing == CapabilityPolicy.VendorTools)
        {
            // Nobody has the tool, and the route would rather do without than refuse.
            return Rank(plan, facts with { VendorToolsOf = null }, input, model, terms);
        }

        if (Pin(plan, facts, local, terms) is { } pinned)
        {
            return pinned with { Missing = missing };
        }

        var places = PlacesOf(plan.LocalFirst, local);
        var controller = terms.Override is null ? plan.Controller : null;
        if (plan.Threshold is not { } threshold || places != PlaceSet.Both)
        {
            var receipt = terms.Counts && controller is not null && places is (PlaceSet.Local or PlaceSet.Cloud)
                ? controller.Count(places == PlaceSet.Local ? Place.Local : Place.Cloud)
                : default;

            var reason = plan.Threshold is null ? DecisionReason.Pinned
                : missing == PrivacyPolicy.Missing ? DecisionReason.Privacy
                : only is not null ? DecisionReason.AimHeader
                : missing is null ? DecisionReason.OnePlace : DecisionReason.Capability;
            return new Decision(plan.LocalFirst, local, reason) { Missing = missing, Receipt = receipt };
        }

        var score = model.Score(input);
        var verdict = Weigh(terms.Override?.ThresholdOf(model.Calibration) ?? threshold, controller, facts, score, terms);

        var busy = IsBusy(local & plan.LocalBits, terms);
        var spills = busy && !verdict.IsCloud;

        // A conversation that is in the cloud and would go on there is not taken home to be checked.
        var verify = !busy && plan.Verify is { } band && band.Contains(score.Score, verdict.Threshold)
            && !(verdict.IsCloud && terms.Stay is { Place: Place.Cloud });
        var order = spills || (verdict.IsCloud && !verify) ? plan.CloudFirst : plan.LocalFirst;
        var allowed = order == plan.LocalFirst ? local : Vote(order, facts, terms, out _);
        return new Decision(order, allowed, verify ? DecisionReason.ScoreInVerifyBand : spills ? DecisionReason.LocalBusy : ReasonOf(verdict))
        {
            Score = score, Threshold = verdict.Threshold, Missing = missing, Receipt = verdict.Receipt, Verify = verify,
        };
    }

    // Whoever made a signature is asked first; the others stay as they are, for when it fails.
    private static Decision? Pin(RoutePlan plan, in RequestFacts facts, ulong local, in DecisionTerms terms)
    {
        if (terms.Maker is not { } maker || plan.LocalFirst.Length < 2
            || IndexOf(plan.LocalFirst, maker) is not (>= 0 and var at) || (local >> at & 1) == 0)
        {
            return null;
        }

        var place = plan.LocalFirst[at].Place;
        var order = place == Place.Local ? plan.LocalFirst : plan.CloudFirst;
        var allowed = place == Place.Local ? local : Vote(order, facts, terms, out _);
        return new Decision(order, allowed, DecisionReason.OpaqueState)
        {
            First = IndexOf(order, maker),
            Receipt = terms is { Counts: true, Override: null } && plan.Controller is { } controller ? controller.Count(place) : default,
        };
    }

    private static int IndexOf(Candidate[] order, int engine)
    {
        for (var i = 0; i < order.Length; i++)
        {
            if (order[i].Index == engine)
            {
                return i;
            }
        }

        return -1;
    }

    // What must stay local stays, however long it waits: where no cloud engine may answer nobody asks here, and a client may ask for a share of 0.
    private static bool IsBusy(ulong local, in DecisionTerms terms) => (local & ~terms.Busy) == 0 && terms.Override is not { CloudShare: 0 };

    private static AimVerdict Weigh(double threshold, AimController? controller, in RequestFacts facts, in RouterScore score, in DecisionTerms terms)
    {
        var usd = controller is { WeighsCost: true } || terms.Stay is not null ? terms.Prices.CloudCostsMore(facts, score) : 0;
        var margin = 0.0;
        if (terms.Stay is { } stay && terms.Override is null)
        {
            var mean = controller?.MeanCost is > 0 and var known ? known : usd;
            margin = stay.Margin(controller?.Threshold ?? threshold, terms.Prices, mean) * (stay.Place == Place.Local ? 1 : -1);
        }

        return controller is null ? AimVerdict.Of(score.Score, threshold, margin)
            : terms.Counts ? controller.Decide(score, usd, margin)
            : controller.Peek(score, usd, margin);
    }

    private static string ReasonOf(AimVerdict verdict) =>
        verdict.IsStay ? DecisionReason.ConversationStays
        : verdict.IsCloud ? DecisionReason.ScoreAtOrAboveThreshold
        : DecisionReason.ScoreBelowThreshold;

    private static ulong Vote(Candidate[] order, in RequestFacts facts, in DecisionTerms terms, out string? missing)
    {
        missing = null;
        var allowed = 0UL;
        var isOpen = terms.Privacy.IsOpen && terms.Barred is null;
        for (var i = 0; i < order.Length; i++)
        {
            if (!isOpen && !PrivacyPolicy.Permits(order[i], terms))
            {
                missing ??= PrivacyPolicy.Missing;
            }
            else if (terms.Override?.Only is { } place && order[i].Place != place)
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
