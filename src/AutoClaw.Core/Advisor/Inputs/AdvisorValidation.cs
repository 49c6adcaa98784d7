using System.Collections.Immutable;
using System.Globalization;
using AutoClaw.Core.Advisor.Uncertainties;

namespace AutoClaw.Core.Advisor;

/// <summary>Everything that is wrong with inputs, not only the first.</summary>
internal sealed class AdvisorValidation
{
    // Far above anything that is bought, asked or drawn; keeps sums within what a number holds.
    private const double Huge = 1e12;
    private const int MostReplicas = 10_000;
    private const int MostSamples = 100_000;

    private readonly ImmutableArray<AdvisorProblem>.Builder _problems = ImmutableArray.CreateBuilder<AdvisorProblem>();

    public static ImmutableArray<AdvisorProblem> Of(AdvisorInputs inputs)
    {
        var validation = new AdvisorValidation();
        validation.Top(inputs);
        validation.Api("cloud", inputs.Cloud);
        validation.Api("hosted", inputs.Hosted);
        validation.Local(inputs.Local);
        validation.Hybrid(inputs.Hybrid);
        validation.Uncertainty(inputs.Uncertainty);
        validation.Measured(inputs);
        return validation._problems.ToImmutable();
    }

    private void Top(AdvisorInputs inputs)
    {
        Known("priority", inputs.Priority);
        Between("workload.requests_per_month", inputs.Workload.RequestsPerMonth, 1, Huge);
        Between("workload.input_tokens", inputs.Workload.InputTokens, 1, 1e8);
        Between("workload.output_tokens", inputs.Workload.OutputTokens, 1, 1e8);
        Between("workload.peak_to_average", inputs.Workload.PeakToAverage, 1, 1000);
        Share("constraints.must_stay_local_share", inputs.Constraints.MustStayLocalShare);
        Between("constraints.first_answer_ms", inputs.Constraints.FirstAnswerMs, 0, Huge);
        Share("constraints.minimum_quality", inputs.Constraints.MinimumQuality);
        Between("constraints.monthly_usd", inputs.Constraints.MonthlyUsd, 0, Huge);
        Between("labour_usd_per_month", inputs.LabourUsdPerMonth, 0, 1e6);
        Share("gateway_availability", inputs.GatewayAvailability);
        Between("lowest_volume", inputs.LowestVolume, 1, Huge);
        Between("highest_volume", inputs.HighestVolume, Math.Max(1, inputs.LowestVolume), Huge);
    }

    private void Api(string name, ApiInputs api)
    {
        Prices($"{name}.prices", api.Prices);
        Between($"{name}.price_factor", api.PriceFactor, 0, 1000);
        Share($"{name}.cached_share", api.CachedShare);
        Between($"{name}.reasoning_tokens", api.ReasoningTokens, 0, 1e8);
        Between($"{name}.retry_share", api.RetryShare, 0, 10);
        Share($"{name}.batch_share", api.BatchShare);
        Share($"{name}.batch_discount", api.BatchDiscount);
        Between($"{name}.labour_fte", api.LabourFte, 0, 1000);
        Share($"{name}.quality", api.Quality);
        Between($"{name}.ttft_ms", api.TtftMs, 0, 1e9);
        Between($"{name}.output_tokens_per_second", api.OutputTokensPerSecond, 0.01, 1e6);
        Share($"{name}.availability", api.Availability);
        Between($"{name}.setup_days", api.SetupDays, 0, 10_000);
    }

    private void Prices(string field, ImmutableArray<ApiPriceTier> prices)
    {
        if (prices.IsDefaultOrEmpty || prices[^1].UpTo is not null)
        {
            Report(field, "At least one tier, the last without up_to.");
            return;
        }

        for (var i = 0; i < prices.Length; i++)
        {
            var tier = $"{field}[{i}]";
            Between($"{tier}.input", prices[i].Input, 0, 100_000);
            Between($"{tier}.cached_input", prices[i].CachedInput, 0, 100_000);
            Between($"{tier}.output", prices[i].Output, 0, 100_000);
            if (i < prices.Length - 1 && !(prices[i].UpTo > (i == 0 ? 0 : prices[i - 1].UpTo)))
            {
                Report($"{tier}.up_to", "Above that of the tier before.");
            }
        }
    }

    private void Local(LocalInputs local)
    {
        Between("local.accelerators_per_replica", local.AcceleratorsPerReplica, 1, 1000);
        Between("local.prefill_tokens_per_second", local.PrefillTokensPerSecond, 0.01, 1e9);
        Between("local.decode_tokens_per_second", local.DecodeTokensPerSecond, 0.01, 1e9);
        Share("local.cached_share", local.CachedShare);
        Between("local.reasoning_tokens", local.ReasoningTokens, 0, 1e8);
        Between("local.utilisation", local.Utilisation, 0.01, 1);
        Between("local.spare_replicas", local.SpareReplicas, 0, MostReplicas);
        Known("local.payment", local.Payment);
        Between("local.rent_usd_per_hour", local.RentUsdPerHour, 0, 1e6);
        Between("local.purchase_usd", local.PurchaseUsd, 0, 1e9);
        Between("local.host_usd", local.HostUsd, 0, 1e9);
        Between("local.lifetime_years", local.LifetimeYears, 0.1, 100);
        Between("local.watts", local.Watts, 0, 1e6);
        Share("local.idle_share", local.IdleShare);
        Between("local.pue", local.Pue, 1, 10);
        Between("local.usd_per_kwh", local.UsdPerKwh, 0, 100);
        Between("local.other_usd_per_month", local.OtherUsdPerMonth, 0, 1e9);
        Between("local.labour_fte", local.LabourFte, 0, 1000);
        Share("local.quality", local.Quality);
        Between("local.ttft_ms", local.TtftMs, 0, 1e9);
        Between("local.output_tokens_per_second", local.OutputTokensPerSecond, 0.01, 1e6);
        Share("local.replica_availability", local.ReplicaAvailability);
        Share("local.site_availability", local.SiteAvailability);
        Between("local.setup_days", local.SetupDays, 0, 10_000);
    }

    private void Hybrid(HybridInputs hybrid)
    {
        Share("hybrid.local_token_share", hybrid.LocalTokenShare);
        Share("hybrid.local_request_share", hybrid.LocalRequestShare);
        if (hybrid.LocalRequestShare is { } requests && requests is <= 0 or >= 1 && requests != hybrid.LocalTokenShare)
        {
            Report("hybrid.local_request_share", "More than 0 and less than 1, or the same as local_token_share: tokens are in requests.");
        }

        Share("hybrid.escalation_share", hybrid.EscalationShare);
        Between("hybrid.verify_share", hybrid.VerifyShare, 0, 10);
        Between("hybrid.router_recovery", hybrid.RouterRecovery, 0.01, 0.99);
        Between("hybrid.spare_replicas", hybrid.SpareReplicas, 0, MostReplicas);
        Between("hybrid.labour_fte", hybrid.LabourFte, 0, 1000);
    }

    private void Uncertainty(UncertaintyInputs uncertainty)
    {
        Between("uncertainty.samples", uncertainty.Samples, 1, MostSamples);
        for (var i = 0; i < uncertainty.Ranges.Length; i++)
        {
            var (field, range) = ($"uncertainty.ranges[{i}]", uncertainty.Ranges[i]);
            Known($"{field}.variable", range.Variable);
            Known($"{field}.shape", range.Shape);
            Between($"{field}.low", range.Low, 0.001, 1);
            Between($"{field}.high", range.High, 1, 1000);
            if (uncertainty.Ranges.Take(i).Any(other => other.Variable == range.Variable))
            {
                Report($"{field}.variable", "Named before.");
            }
        }
    }

    private void Measured(AdvisorInputs inputs)
    {
        for (var i = 0; i < inputs.Measured.Length; i++)
        {
            var (field, engine) = ($"measured[{i}]", inputs.Measured[i]);
            Share($"{field}.quality", engine.Quality);
            Between($"{field}.ttft_p50_ms", engine.TtftP50Ms, 0, 1e9);
            Between($"{field}.output_tokens_per_second", engine.OutputTokensPerSecond, 0.01, 1e6);
            Between($"{field}.cost_per_request_usd", engine.CostPerRequestUsd, 0, 1e6);
            Between($"{field}.replica_tokens_per_second", engine.ReplicaTokensPerSecond, 0.01, 1e9);
            if (inputs.Measured.Take(i).Any(other => MeasuredFacts.StandsFor(inputs, other) == MeasuredFacts.StandsFor(inputs, engine)))
            {
                Report(field, "Another one stands for the same: one local engine, one of the hosted model and one of any other cloud.");
            }
        }
    }

    private void Share(string field, double? value) => Between(field, value, 0, 1);

    // Not a number is not between anything.
    private void Between(string field, double? value, double low, double high)
    {
        if (value is { } number && !(number >= low && number <= high))
        {
            Report(field, string.Create(CultureInfo.InvariantCulture, $"{low} to {high}."));
        }
    }

    private void Known<T>(string field, T value)
        where T : struct, Enum
    {
        if (!Enum.IsDefined(value))
        {
            Report(field, "Not one of its names.");
        }
    }

    private void Report(string field, string message) => _problems.Add(new AdvisorProblem(field, message));
}
