using AutoClaw.Core.Model;

namespace AutoClaw.Cli.Bench;

/// <summary>
/// Keeps a run within its money. A call is let through only if it would stay within even at its most expensive: what is under way counts
/// as that until its real cost is known.
/// </summary>
/// <param name="limit">Null: no limit.</param>
internal sealed class SpendLimit(Money? limit)
{
    private readonly Lock _gate = new();
    private Money _spent;
    private Money _underWay;

    /// <summary>What all calls cost that have ended; where a cost is not known, its highest.</summary>
    public Money Spent
    {
        get
        {
            lock (_gate)
            {
                return _spent;
            }
        }
    }

    public Money? Limit => limit;

    /// <summary>A call was refused: the run is at its end.</summary>
    public bool IsReached { get; private set; }

    /// <summary>False if a call of at most <paramref name="highest"/> could go beyond the limit; then nothing more is let through.</summary>
    public bool TryEnter(Money highest)
    {
        lock (_gate)
        {
            if (IsReached || (limit is { } most && (_spent + _underWay + highest).CompareTo(most) > 0))
            {
                IsReached = true;
                return false;
            }

            _underWay += highest;
            return true;
        }
    }

    /// <summary>The call has ended.</summary>
    /// <param name="highest">As given to <see cref="TryEnter"/>.</param>
    /// <param name="cost">What it cost; null: not known.</param>
    public void Leave(Money highest, Money? cost)
    {
        lock (_gate)
        {
            _underWay = new Money(_underWay.Picodollars - highest.Picodollars);
            _spent += cost ?? highest;
        }
    }
}
