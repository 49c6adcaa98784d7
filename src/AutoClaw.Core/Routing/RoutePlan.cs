using AutoClaw.Core.Model;
using AutoClaw.Core.Routing.Aims;
using AutoClaw.Core.Verify;

namespace AutoClaw.Core.Routing;

/// <summary>
/// One name that clients may send as <c>model</c>, with both engine orders made in advance, so that a decision only picks one.
/// </summary>
public sealed class RoutePlan
{
    /// <summary>Most candidates of one route: a decision keeps a bit for each.</summary>
    public const int MaxCandidates = 64;

    /// <param name="name">What clients send.</param>
    /// <param name="candidates">In order of preference within their place.</param>
    /// <param name="threshold">Scores at or above it go to the cloud; null for a pinned name, which is never scored.</param>
    /// <param name="controller">Moves the threshold so that the route's aim holds; null where <paramref name="threshold"/> stays.</param>
    public RoutePlan(string name, IReadOnlyList<Candidate> candidates, double? threshold, AimController? controller = null)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(candidates.Count, MaxCandidates);
        Name = name;
        Threshold = threshold;
        Controller = controller;
        HasPool = candidates.Where(c => c.Pool is not null).GroupBy(c => c.Pool).Any(pool => pool.Count() > 1);
        LocalBits = candidates.Count(c => c.Place == Place.Local) is var count and < MaxCandidates ? (1UL << count) - 1 : ulong.MaxValue;
        LocalFirst = [.. candidates.Where(c => c.Place == Place.Local), .. candidates.Where(c => c.Place == Place.Cloud)];
        CloudFirst = [.. candidates.Where(c => c.Place == Place.Cloud), .. candidates.Where(c => c.Place == Place.Local)];
    }

    public string Name { get; }

    /// <summary>At least two of its engines are of one pool.</summary>
    public bool HasPool { get; }

    /// <summary>Null for a pinned name. With a <see cref="Controller"/>, where that begins.</summary>
    public double? Threshold { get; }

    public AimController? Controller { get; }

    /// <summary>Scores at which local answers are checked; null where none is.</summary>
    public VerifyBand? Verify { get; init; }

    /// <summary>
    /// The longest wait for a local engine that is worth it; past it, at all of them, requests go to the cloud. Null: they always wait.
    /// </summary>
    public TimeSpan? SpillWait { get; init; }

    /// <summary>How long an engine of a pool may be silent before an idle one beside it is asked as well. Null: none ever is.</summary>
    public TimeSpan? HedgeAfter { get; init; }

    /// <summary>A request may reach an engine without what that has no place for, such as another vendor's tool.</summary>
    public bool Lossy { get; init; }

    /// <summary>Bit i is set if <c>LocalFirst[i]</c> is local.</summary>
    public ulong LocalBits { get; }

    /// <summary>All candidates, those on our own hardware before the others.</summary>
    public Candidate[] LocalFirst { get; }

    /// <summary>The same candidates, the cloud's before the others.</summary>
    public Candidate[] CloudFirst { get; }
}
