namespace AutoClaw.Core.Advisor.Cost;

/// <summary>What a request to somebody else's model costs.</summary>
public static class ApiCost
{
    /// <summary>
    /// (1 + retries) x (1 - batch share x discount) x factor x (input x ((1 - cached) x input price + cached x cached price) + (output + reasoning) x output price),
    /// at the tier that the prompt's length chooses.
    /// </summary>
    /// <param name="api">Prices and how they are used.</param>
    /// <param name="input">Prompt tokens.</param>
    /// <param name="output">Answer tokens that are read.</param>
    /// <param name="reasoning">Tokens thought before them.</param>
    /// <returns>USD.</returns>
    public static double PerRequest(ApiInputs api, double input, double output, double reasoning)
    {
        ArgumentNullException.ThrowIfNull(api);
        var tier = TierFor(api, input);
        var prompt = input * (((1 - api.CachedShare) * tier.Input) + (api.CachedShare * (tier.CachedInput ?? tier.Input)));
        var answer = (output + reasoning) * tier.Output;
        return (1 + api.RetryShare) * (1 - (api.BatchShare * api.BatchDiscount)) * api.PriceFactor * (prompt + answer) / 1e6;
    }

    /// <summary>The same for the mean request of a workload.</summary>
    public static double PerRequest(ApiInputs api, WorkloadInputs workload)
    {
        ArgumentNullException.ThrowIfNull(api);
        ArgumentNullException.ThrowIfNull(workload);
        return PerRequest(api, workload.InputTokens, workload.OutputTokens, api.ReasoningTokens);
    }

    private static ApiPriceTier TierFor(ApiInputs api, double input)
    {
        foreach (var tier in api.Prices)
        {
            if (tier.UpTo is not { } upTo || input <= upTo)
            {
                return tier;
            }
        }

        return api.Prices[^1];
    }
}
