namespace AutoClaw.Core.Benchmark.Statistics;

/// <summary>SplitMix64 (Steele, Lea and Flood, 2014): small, and the same numbers for a seed on every machine and in every version of .NET.</summary>
/// <param name="seed">Fixes all that follows.</param>
public sealed class SeededRandom(ulong seed)
{
    private ulong _state = seed;

    /// <summary>The next 64 bits.</summary>
    public ulong Next()
    {
        var z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>From 0 up to, not including, 1.</summary>
    public double Unit() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>From 0 up to, not including, <paramref name="count"/>, each as likely as the others.</summary>
    public int Below(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);

        // Of 64 bits, so that what a remainder favours is far below anything that could be measured.
        return (int)Math.BigMul(Next(), (ulong)count, out _);
    }

    /// <summary>A wait between two events that come independently of each other, <paramref name="rate"/> a second on average: a Poisson process.</summary>
    public TimeSpan Wait(double rate)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rate);
        return TimeSpan.FromSeconds(-Math.Log(1 - Unit()) / rate);
    }

    /// <summary>Puts <paramref name="items"/> into a random order (Fisher and Yates).</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var other = Below(i + 1);
            (items[i], items[other]) = (items[other], items[i]);
        }
    }
}
