using AutoClaw.Core.Model;

namespace AutoClaw.Core.Routing.Aims;

/// <summary>
/// Spends a budget evenly over what is left of its period. A line rises from what is spent to the limit; how far spending is below it
/// is the credit. Credit that quiet hours leave is not spent at once: past a small amount it goes back into the slope.
/// </summary>
internal sealed class BudgetPace(BudgetMeter meter, TimeProvider time)
{
    // Credit that may be kept: this part of the limit, or this many mean requests if that is more.
    private const double MostCredit = 0.005;
    private const double MostCreditRequests = 8;

    // Fewer requests than this say nothing about traffic yet.
    private const int FirstRequests = 20;

    private readonly long[] _times = new long[TrafficWindow.Size];
    private int _next = -1;
    private long _line = BitConverter.DoubleToInt64Bits((double)meter.Spent.Usd + ((double)meter.Limit.Usd * MostCredit / 2));
    private long _lineAt = time.GetUtcNow().UtcTicks;
    private int _advancing;

    public BudgetMeter Meter => meter;

    /// <summary>A request came.</summary>
    public void Count() => _times[(uint)Interlocked.Increment(ref _next) % TrafficWindow.Size] = time.GetUtcNow().UtcTicks;

    /// <summary>-1 where there is more credit than is kept, 0 at half of that, 1 without any.</summary>
    public double Lean(TrafficWindow window)
    {
        var limit = (double)meter.Limit.Usd;
        var most = Math.Max(limit * MostCredit, MostCreditRequests * window.MeanCost);
        var taken = (double)(meter.Spent.Usd + (meter.Held.Usd / 2));
        return taken >= limit ? 1 : Math.Clamp(1 - (2 * (Line(taken, limit, most) - taken) / most), -1, 1);
    }

    /// <summary>What the requests of <paramref name="window"/> might have cost together at the slope of now; null before there are enough.</summary>
    public double? Wanted(TrafficWindow window)
    {
        var count = Math.Min(window.Counted, Volatile.Read(ref _next) + 1);
        if (count < FirstRequests)
        {
            return null;
        }

        var now = time.GetUtcNow().UtcTicks;
        var oldest = Volatile.Read(ref _times[(uint)(Volatile.Read(ref _next) - count + 1) % TrafficWindow.Size]);
        var left = Math.Max(TimeSpan.TicksPerSecond, meter.ResetsAt.UtcTicks - now);
        return Math.Max(0, (double)meter.Limit.Usd - BitConverter.Int64BitsToDouble(Interlocked.Read(ref _line))) * (now - oldest) / left;
    }

    // One thread at a time moves it; the others take it as it is.
    private double Line(double taken, double limit, double most)
    {
        var line = BitConverter.Int64BitsToDouble(Interlocked.Read(ref _line));
        if (Interlocked.CompareExchange(ref _advancing, 1, 0) != 0)
        {
            return line;
        }

        var now = time.GetUtcNow().UtcTicks;
        var end = meter.ResetsAt.UtcTicks;
        var from = Math.Min(_lineAt, now);

        // After a new period has begun the line is above all that is spent: it is brought down to the credit that may be kept.
        line += Math.Max(0, limit - line) * (now - from) / Math.Max(TimeSpan.TicksPerSecond, end - from);
        line = Math.Clamp(line, taken - most, taken + most);
        _lineAt = now;
        Interlocked.Exchange(ref _line, BitConverter.DoubleToInt64Bits(line));
        Volatile.Write(ref _advancing, 0);
        return line;
    }
}
