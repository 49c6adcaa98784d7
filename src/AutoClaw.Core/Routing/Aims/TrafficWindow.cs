namespace AutoClaw.Core.Routing.Aims;

/// <summary>
/// The last <see cref="Size"/> requests of a route, and sums over them that are always up to date. Any number of threads may add: an
/// entry is swapped in one step, what it replaces leaves the sums exactly once. No lock, no allocation.
/// </summary>
internal sealed class TrafficWindow
{
    /// <summary>The promise is about this many requests in a row.</summary>
    public const int Size = 500;

    // Weights and qualities are summed in whole units, so that what goes in and out cancels exactly.
    private const double Unit = 1e6;

    private readonly Aim _aim;
    private readonly long[] _ring = new long[Size];
    private readonly long[] _weights = new long[TrafficEntry.Bins];
    private int _next = -1;
    private int _scored;
    private long _weight;
    private int _counted;
    private int _cloud;
    private long _localQuality;
    private long _cloudQuality;
    private long _chosenQuality;
    private long _allCloudQuality;
    private long _cost;
    private int _costed;

    public TrafficWindow(Aim aim) => _aim = aim;

    /// <summary>Requests with a score; those that stand in for later ones included.</summary>
    public int Scored => Volatile.Read(ref _scored);

    /// <summary>What all scored requests weigh together.</summary>
    public double Weight => Interlocked.Read(ref _weight) / Unit;

    /// <summary>Expected quality of all scored requests if they all stayed local.</summary>
    public double LocalQuality => Interlocked.Read(ref _localQuality) / Unit;

    /// <summary>Expected quality of all scored requests if they all went to the cloud.</summary>
    public double CloudQuality => Interlocked.Read(ref _cloudQuality) / Unit;

    /// <summary>Requests that really came; at most <see cref="Size"/>.</summary>
    public int Counted => Volatile.Read(ref _counted);

    /// <summary>Share of <see cref="Counted"/> that went to the cloud; null before the first.</summary>
    public double? CloudShare => Counted is > 0 and var counted ? (double)Volatile.Read(ref _cloud) / counted : null;

    /// <summary>Expected quality of what was chosen as a share of all-cloud; null before the first scored request.</summary>
    public double? QualityShare =>
        Interlocked.Read(ref _allCloudQuality) is > 0 and var all ? Interlocked.Read(ref _chosenQuality) / (double)all : null;

    /// <summary>Mean expected USD that the cloud costs more for a request; 0 where no request's cost is known.</summary>
    public double MeanCost => Volatile.Read(ref _costed) is > 0 and var costed ? Interlocked.Read(ref _cost) / Unit / costed : 0;

    /// <summary>Puts one in and drops the oldest.</summary>
    /// <returns>Where it stands, for <see cref="TryReplace"/>.</returns>
    public int Add(TrafficEntry entry)
    {
        var slot = (int)((uint)Interlocked.Increment(ref _next) % Size);
        Count(new TrafficEntry(Interlocked.Exchange(ref _ring[slot], entry.Bits)), -1);
        Count(entry, 1);
        return slot;
    }

    /// <summary>Puts one in another's place; nothing happens where that is no longer there.</summary>
    public void TryReplace(int slot, TrafficEntry known, TrafficEntry entry)
    {
        if (Interlocked.CompareExchange(ref _ring[slot], entry.Bits, known.Bits) == known.Bits)
        {
            Count(known, -1);
            Count(entry, 1);
        }
    }

    /// <summary>Every entry's bits, from the oldest to the newest. Requests that come meanwhile may be in it or not.</summary>
    public void CopyTo(Span<long> entries)
    {
        var oldest = (uint)Volatile.Read(ref _next) + 1;
        for (var i = 0u; i < Size; i++)
        {
            entries[(int)i] = Interlocked.Read(ref _ring[(oldest + i) % Size]);
        }
    }

    /// <summary>The score from which on the recent requests together weigh <paramref name="wanted"/>; <paramref name="floor"/> if that takes all.</summary>
    public double ThresholdFor(double wanted, double floor)
    {
        if (wanted <= 0)
        {
            return AimController.NothingToCloud;
        }

        if (wanted >= Weight)
        {
            return floor;
        }

        var left = wanted * Unit;
        for (var bin = TrafficEntry.Bins - 1; bin >= 0; bin--)
        {
            var weight = Volatile.Read(ref _weights[bin]);
            if (weight > 0 && weight >= left)
            {
                return Math.Max(floor, TrafficEntry.ScoreAt(bin + 1 - (left / weight)));
            }

            left -= weight;
        }

        return floor;
    }

    private void Count(TrafficEntry entry, int sign)
    {
        if (entry.IsCounted)
        {
            Interlocked.Add(ref _counted, sign);
            Interlocked.Add(ref _cloud, entry.IsCloud ? sign : 0);
        }

        if (!entry.IsScored)
        {
            return;
        }

        Interlocked.Add(ref _scored, sign);
        var weight = sign * (long)Math.Round(_aim.WeightOf(entry) * Unit);
        Interlocked.Add(ref _weights[entry.Bin], weight);
        Interlocked.Add(ref _weight, weight);
        if (entry.Cost is > 0 and var cost)
        {
            Interlocked.Add(ref _cost, sign * (long)Math.Round(cost * Unit));
            Interlocked.Add(ref _costed, sign);
        }

        Interlocked.Add(ref _localQuality, sign * (long)(entry.LocalQuality * Unit));
        Interlocked.Add(ref _cloudQuality, sign * (long)(entry.CloudQuality * Unit));
        if (entry.IsCounted)
        {
            Interlocked.Add(ref _chosenQuality, sign * (long)(entry.Quality * Unit));
            Interlocked.Add(ref _allCloudQuality, sign * (long)(entry.CloudQuality * Unit));
        }
    }
}
