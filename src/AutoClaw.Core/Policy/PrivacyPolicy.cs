using AutoClaw.Core.Privacy;
using AutoClaw.Core.Routing;

namespace AutoClaw.Core.Policy;

/// <summary>Removes engines that a request's label, or what is in it, forbids. Votes before all others, so that no later rule can bring one back.</summary>
public static class PrivacyPolicy
{
    /// <summary>What a forbidden engine lacks, as a stable word.</summary>
    public const string Missing = "privacy";

    public static bool Permits(Candidate candidate, in DecisionTerms terms) =>
        (terms.Privacy.IsOpen || terms.Privacy.Permits(candidate.Place, candidate.Region, candidate.KeepsNothing))
        && terms.Barred?.Contains(candidate.Index) != true;
}
