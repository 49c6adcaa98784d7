using AutoClaw.Core.Model;

namespace AutoClaw.Core.Routing.Aims;

/// <summary>
/// What a route has spent in the current period, and what its calls under way may still cost. Lets a call go only where the budget
/// is then passed by no more than one call, however many there are at a time. Any number of threads; no lock.
/// </summary>
/// <remarks>
/// A call holds twice what it is expected to cost (times the largest overrun seen so far), so that calls side by side may each cost
/// double. Where that does not fit any more, a call goes only alone: then it alone can pass the limit. A call whose length nobody
/// limits goes alone too, until a first answer has told how long they get.
/// </remarks>
public sealed class BudgetMeter
{
    private readonly BudgetPeriod _period;
    private readonly TimeProvider _time;
    private long _limit;
    private long _periodStart;
    private long _periodEnd;
    private long _spent;
    private long _committed;
    private long _overrun;
    private int _lengthKnown;

    /// <param name="aim">Limit and period.</param>
    /// <param name="spent">What was spent since the period began; exact, from the ledger.</param>
    /// <param name="time">Says when a period ends.</param>
    public BudgetMeter(BudgetAim aim, Money spent, TimeProvider time)
    {
        _period = aim.Per;
        _time = time;
        _limit = aim.Limit.Picodollars;
        _spent = _committed = spent.Picodollars;
        var now = time.GetUtcNow();
        _periodStart = BudgetCalendar.StartOf(_period, now).UtcTicks;
        _periodEnd = BudgetCalendar.EndOf(_period, now).UtcTicks;
    }

    /// <summary>The limit in force. A reload may change it: what is spent stays spent.</summary>
    public Money Limit
    {
        get => new(Interlocked.Read(ref _limit));
        set => Interlocked.Exchange(ref _limit, value.Picodollars);
    }

    /// <summary>Settled calls of this period.</summary>
    public Money Spent
    {
        get
        {
            Roll();
            return new(Interlocked.Read(ref _spent));
        }
    }

    /// <summary>What calls under way are expected to cost, twice: see the remarks there.</summary>
    public Money Held => new(Math.Max(0, Interlocked.Read(ref _committed) - Interlocked.Read(ref _spent)));

    public BudgetPeriod Period => _period;

    /// <summary>When the next period begins.</summary>
    public DateTimeOffset ResetsAt
    {
        get
        {
            Roll();
            return new(Interlocked.Read(ref _periodEnd), TimeSpan.Zero);
        }
    }

    /// <summary>True if a call may go; it must be settled then.</summary>
    /// <param name="expected">Its expected cost; null (unknown) never goes.</param>
    /// <param name="isBounded">The client limits its length, or it has none.</param>
    /// <param name="reservation">To be settled.</param>
    public bool TryReserve(Money? expected, bool isBounded, out BudgetReservation reservation)
    {
        reservation = default;
        if (expected is not { } cost)
        {
            return false;
        }

        Roll();
        var overrun = BitConverter.Int64BitsToDouble(Interlocked.Read(ref _overrun));
        var once = (long)Math.Min(long.MaxValue / 4, cost.Picodollars * Math.Max(1, overrun));
        var mustGoAlone = !isBounded && Volatile.Read(ref _lengthKnown) == 0;
        while (true)
        {
            var committed = Interlocked.Read(ref _committed);
            var isAlone = committed == Interlocked.Read(ref _spent);
            var room = Interlocked.Read(ref _limit) - committed;
            if (isAlone ? once > room : mustGoAlone || 2 * once > room)
            {
                return false;
            }

            // Alone and free of cost would look like nobody: one picodollar makes it somebody.
            var held = Math.Max(1, 2 * once);
            if (Interlocked.CompareExchange(ref _committed, committed + held, committed) == committed)
            {
                reservation = new BudgetReservation(cost, held, isBounded);
                return true;
            }
        }
    }

    /// <summary>Ends a call: what it held is free, what it cost is spent.</summary>
    /// <param name="reservation">What <see cref="TryReserve"/> gave.</param>
    /// <param name="actual">What it cost; where that is unknown, what was expected.</param>
    /// <param name="receivedAt">When its request came: a call of the last period is not this one's.</param>
    public void Settle(BudgetReservation reservation, Money? actual, DateTimeOffset receivedAt)
    {
        Roll();
        var cost = actual ?? reservation.Expected;
        if (reservation.Expected.Picodollars > 0)
        {
            RaiseOverrun((double)cost.Picodollars / reservation.Expected.Picodollars);
        }

        if (!reservation.IsBounded)
        {
            Volatile.Write(ref _lengthKnown, 1);
        }

        var counted = receivedAt.UtcTicks >= Interlocked.Read(ref _periodStart) ? cost.Picodollars : 0;

        // In this order: in between, somebody may look under way who no longer is, never the other way round.
        Interlocked.Add(ref _committed, counted - reservation.Held);
        Interlocked.Add(ref _spent, counted);
    }

    // The first that notices the new period takes the old one's spending out.
    private void Roll()
    {
        var end = Interlocked.Read(ref _periodEnd);
        var now = _time.GetUtcNow();
        if (now.UtcTicks < end || Interlocked.CompareExchange(ref _periodEnd, BudgetCalendar.EndOf(_period, now).UtcTicks, end) != end)
        {
            return;
        }

        Interlocked.Exchange(ref _periodStart, BudgetCalendar.StartOf(_period, now).UtcTicks);
        var spent = Interlocked.Read(ref _spent);
        Interlocked.Add(ref _spent, -spent);
        Interlocked.Add(ref _committed, -spent);
    }

    private void RaiseOverrun(double ratio)
    {
        var known = Interlocked.Read(ref _overrun);
        while (ratio > BitConverter.Int64BitsToDouble(known))
        {
            var seen = Interlocked.CompareExchange(ref _overrun, BitConverter.DoubleToInt64Bits(ratio), known);
            if (seen == known)
            {
                return;
            }

            known = seen;
        }
    }
}
