using AutoClaw.Core.Model;
using AutoClaw.Core.Routing.Aims;

namespace AutoClaw.Core.Routing;

/// <summary>Engine order for one request, and why. Immutable: a failed attempt moves on in it, nothing changes it.</summary>
/// <param name="Order">The route's candidates, best first; those not in <paramref name="Allowed"/> are skipped.</param>
/// <param name="Allowed">Bit i is set if <c>Order[i]</c> passed every vote; 0: no engine can take the request.</param>
/// <param name="Reason">Stable word for it; see <see cref="DecisionReason"/>.</param>
public readonly record struct Decision(Candidate[] Order, ulong Allowed, string Reason)
{
    /// <summary>Index of the candidate that is asked before all others, wherever it stands and whatever its pool; null for none.</summary>
    public int? First { get; init; }

    /// <summary>What the router model said; null if it was not asked.</summary>
    public RouterScore? Score { get; init; }

    /// <summary>What <see cref="Score"/> was held against.</summary>
    public double? Threshold { get; init; }

    /// <summary>What the route's aim has counted for the request; nothing where it has none, or the request is not counted.</summary>
    public AimReceipt Receipt { get; init; }

    /// <summary>What the last refused candidate lacked; null if none was refused.</summary>
    public string? Missing { get; init; }

    /// <summary>The local answer is to be checked before it is kept.</summary>
    public bool Verify { get; init; }

    /// <summary>Microseconds that deciding took.</summary>
    public double Micros { get; init; }

    /// <summary>The same without any engine of <paramref name="place"/>, for <paramref name="reason"/>.</summary>
    public Decision Without(Place place, string reason)
    {
        var allowed = Allowed;
        for (var i = 0; i < Order.Length; i++)
        {
            allowed &= Order[i].Place == place ? ~(1UL << i) : ulong.MaxValue;
        }

        return this with { Allowed = allowed, Reason = reason };
    }

    /// <summary>Index of the first allowed candidate at or after <paramref name="from"/>; -1 if there is none.</summary>
    public int Next(int from)
    {
        if (from >= Order.Length)
        {
            return -1;
        }

        var left = Allowed & (ulong.MaxValue << from);
        return left == 0 ? -1 : System.Numerics.BitOperations.TrailingZeroCount(left);
    }
}
