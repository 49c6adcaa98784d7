namespace AutoClaw.Core.Routing.Training;

/// <summary>
/// Quality against cloud share when rows go to the cloud in falling order of a score. Rows of one score have no order among
/// themselves: between them the curve is a straight line, which is the expectation over all orders.
/// </summary>
internal sealed class RoutingCurve
{
    private readonly int[] _order;
    private readonly bool[] _endsGroup;
    private readonly double[] _strong;
    private readonly double[] _weak;

    public RoutingCurve(IReadOnlyList<double> scores, double[] strong, double[] weak)
    {
        _strong = strong;
        _weak = weak;
        _order = Enumerable.Range(0, strong.Length).OrderByDescending(i => scores[i]).ToArray();
        _endsGroup = new bool[_order.Length];
        for (var i = 0; i < _order.Length; i++)
        {
            _endsGroup[i] = i == _order.Length - 1 || scores[_order[i]] != scores[_order[i + 1]];
        }
    }

    /// <summary>The metrics with every row counted once.</summary>
    public RoutingMetrics? Measure() => Measure(null);

    /// <summary>The metrics with row i counted <paramref name="counts"/>[i] times; null where the strong model is not the better one.</summary>
    public RoutingMetrics? Measure(int[]? counts)
    {
        double n = 0, strong = 0, weak = 0;
        for (var i = 0; i < _strong.Length; i++)
        {
            var count = counts?[i] ?? 1;
            n += count;
            strong += count * _strong[i];
            weak += count * _weak[i];
        }

        if (n == 0 || strong <= weak)
        {
            return null;
        }

        var cpt50 = new Crossing(weak + (0.5 * (strong - weak)));
        var cpt80 = new Crossing(weak + (0.8 * (strong - weak)));
        var share95 = new Crossing(0.95 * strong);
        var share98 = new Crossing(0.98 * strong);
        double area = 0, share = 0, quality = weak, groupShare = 0, groupQuality = weak;
        Span<Crossing> crossings = [cpt50, cpt80, share95, share98];
        foreach (ref var crossing in crossings)
        {
            crossing.Start(quality);
        }

        for (var i = 0; i < _order.Length; i++)
        {
            var count = counts?[_order[i]] ?? 1;
            groupShare += count / n;
            groupQuality += count * (_strong[_order[i]] - _weak[_order[i]]);
            if (!_endsGroup[i])
            {
                continue;
            }

            area += (groupShare - share) * ((quality + groupQuality) / 2);
            foreach (ref var crossing in crossings)
            {
                crossing.Move(share, quality, groupShare, groupQuality);
            }

            (share, quality) = (groupShare, groupQuality);
        }

        return new RoutingMetrics(
            (area - weak) / (strong - weak), crossings[0].At, crossings[1].At, crossings[2].At, crossings[3].At);
    }

    /// <summary>The mean quality at <paramref name="steps"/> + 1 evenly spaced cloud shares, from none to all.</summary>
    public double[] Sample(int steps)
    {
        var samples = new double[steps + 1];
        double share = 0, quality = _weak.Sum(), nextQuality = quality;
        var at = 0;
        for (var i = 0; i < _order.Length; i++)
        {
            nextQuality += _strong[_order[i]] - _weak[_order[i]];
            if (!_endsGroup[i])
            {
                continue;
            }

            var nextShare = (i + 1) / (double)_order.Length;
            for (; at <= steps && at / (double)steps <= nextShare; at++)
            {
                samples[at] = (quality + ((nextQuality - quality) * ((at / (double)steps) - share) / (nextShare - share))) / _order.Length;
            }

            (share, quality) = (nextShare, nextQuality);
        }

        return samples;
    }

    /// <summary>The least cloud share at which the curve reaches a level.</summary>
    private struct Crossing(double level)
    {
        private bool _found;

        public double At { get; private set; } = 1.0;

        public void Start(double quality)
        {
            if (quality >= level)
            {
                (_found, At) = (true, 0.0);
            }
        }

        public void Move(double share, double quality, double nextShare, double nextQuality)
        {
            if (!_found && nextQuality >= level)
            {
                (_found, At) = (true, share + ((nextShare - share) * (level - quality) / (nextQuality - quality)));
            }
        }
    }
}
