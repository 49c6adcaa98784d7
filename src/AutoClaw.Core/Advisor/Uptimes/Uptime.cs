using AutoClaw.Core.Advisor.Cost;

namespace AutoClaw.Core.Advisor.Uptimes;

/// <summary>Share of the time in which requests are answered. Parts are taken to fail independently of each other.</summary>
public static class Uptime
{
    /// <summary>All are needed: the product.</summary>
    public static double Series(params ReadOnlySpan<double> parts)
    {
        var product = 1.0;
        foreach (var part in parts)
        {
            product *= part;
        }

        return product;
    }

    /// <summary>Any is enough: 1 - the product of what is missing of each.</summary>
    public static double Parallel(params ReadOnlySpan<double> parts)
    {
        var missing = 1.0;
        foreach (var part in parts)
        {
            missing *= 1 - part;
        }

        return 1 - missing;
    }

    /// <summary>At least so many of several alike: the binomial sum over 0 to <paramref name="spare"/> failed ones.</summary>
    public static double AtLeast(int needed, int spare, double each)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(needed);
        ArgumentOutOfRangeException.ThrowIfNegative(spare);
        if (each <= 0)
        {
            return needed == 0 ? 1 : 0;
        }

        var all = (double)needed + spare;
        var term = Math.Pow(each, all);
        var sum = term;
        for (var failed = 1; failed <= spare; failed++)
        {
            term *= (all - failed + 1) / failed * ((1 - each) / each);
            sum += term;
        }

        return Math.Min(1, sum);
    }

    /// <summary>
    /// The gateway in series with what stands behind it: of one's own engines the site in series with as many replicas as the busiest hour
    /// needs, and in a hybrid those and the vendor in parallel. What may not leave has one's own engines only.
    /// </summary>
    public static UptimeEstimate Of(AdvisorInputs inputs, Architecture architecture)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        var cost = CostModel.Breakdown(inputs, architecture);
        var local = cost.ReplicasNeeded == 0
            ? 0
            : Series(inputs.Local.SiteAvailability, AtLeast(cost.ReplicasNeeded, cost.SpareReplicas, inputs.Local.ReplicaAvailability));
        var free = architecture switch
        {
            Architecture.AllLocal => local,
            Architecture.AllCloud => inputs.Cloud.Availability,
            Architecture.HostedOpenWeights => inputs.Hosted.Availability,
            _ => Parallel(local, inputs.Cloud.Availability),
        };
        var gateway = inputs.GatewayAvailability;
        return new UptimeEstimate(architecture, inputs.MustStay, Series(gateway, local), Series(gateway, free));
    }
}
