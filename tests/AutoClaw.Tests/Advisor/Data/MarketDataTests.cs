using System.Text;
using AutoClaw.Core.Advisor.Data;
using AutoClaw.Core.Model;
using AutoClaw.Core.Pricing;

namespace AutoClaw.Tests.Advisor.Data;

public sealed class MarketDataTests
{
    private const string Origin = """ "source": "https://example.com", "checked_on": "2026-11-01", "confidence": "medium" """;

    [Fact]
    public void Shipped_EveryRow_SaysWhereWhenAndHowSurely() => Assert.All(Origins(MarketData.Shipped), origin =>
    {
        Assert.Contains("https://", origin.Source, StringComparison.Ordinal);
        Assert.InRange(origin.CheckedOn, new DateOnly(2024, 1, 1), DateOnly.ParseExact(MarketData.Shipped.Version, "yyyy-MM-dd"));
        Assert.True(Enum.IsDefined(origin.Confidence));
    });

    [Theory]
    [InlineData("rtx-4090")]
    [InlineData("rtx-5090")]
    [InlineData("l4")]
    [InlineData("l40s")]
    [InlineData("a10")]
    [InlineData("a100-40gb-sxm")]
    [InlineData("a100-80gb-pcie")]
    [InlineData("a100-80gb-sxm")]
    [InlineData("h100-80gb-pcie")]
    [InlineData("h100-80gb-sxm")]
    [InlineData("h200-141gb-sxm")]
    [InlineData("b200-180gb-sxm")]
    [InlineData("mi300x-192gb")]
    public void Shipped_UsualAccelerator_IsKnownWithItsRent(string id)
    {
        var accelerator = MarketData.Shipped.FindAccelerator(id)!;

        Assert.True(accelerator.Tops8Bit >= 2 * accelerator.Tflops16Bit * 0.99);
        Assert.InRange(accelerator.Watts!.Value, 50, 1500);
        Assert.InRange(MarketData.Shipped.FindPrice(id, AcceleratorPriceKind.Rent)!.Usd.Typical, 0.2, 8);
    }

    /// <summary>A year's rent buys the card a few times at most and a tenth of it at least: a slip of the unit would be far outside.</summary>
    [Fact]
    public void Shipped_RentAndPurchase_GoTogether() => Assert.All(
        MarketData.Shipped.Prices.Where(price => price.Kind == AcceleratorPriceKind.Purchase),
        bought =>
        {
            if (MarketData.Shipped.FindPrice(bought.Accelerator, AcceleratorPriceKind.Rent) is { } rented)
            {
                Assert.InRange(rented.Usd.Typical * 8760 / bought.Usd.Typical, 0.1, 5);
            }
        });

    [Fact]
    public void Shipped_Defaults_AreAllThere()
    {
        var data = MarketData.Shipped;

        Assert.Equal(1.54, data.Default(MarketDefault.Pue).Value.Typical);
        Assert.InRange(data.Default(MarketDefault.Electricity).Value.Typical, 0.05, 0.5);
        Assert.InRange(data.Default(MarketDefault.LabourMonth).Value.Typical, 3_000, 50_000);
        Assert.InRange(data.Default(MarketDefault.LabourFte).Value.Typical, 0.01, 2);
        Assert.InRange(data.Default(MarketDefault.AmortisationYears).Value.Typical, 2, 8);
        Assert.InRange(data.Default(MarketDefault.Utilisation).Value.Typical, 0.1, 0.9);
        Assert.Equal(0.999, data.FindAvailability("openai", AvailabilityKind.Sla)!.Availability.Typical);
        Assert.True(data.FindAvailability("openai", AvailabilityKind.Sla)!.Availability.IsSingle);
    }

    [Fact]
    public void StaleRows_OfTheShippedData_AreThoseOlderThanSixtyDays()
    {
        var day = new DateOnly(2026, 11, 9);

        Assert.DoesNotContain(MarketData.Shipped.StaleRows(day.AddDays(60)), row => row.What == "rent of a100-80gb-sxm");
        Assert.Equal(new StaleRow("rent of a100-80gb-sxm", day, 61), MarketData.Shipped.StaleRows(day.AddDays(61)).Single(row => row.What == "rent of a100-80gb-sxm"));
        Assert.Equal(Origins(MarketData.Shipped).Count(), MarketData.Shipped.StaleRows(day.AddDays(400)).Length);
        var days = MarketData.Shipped.StaleRows(day.AddDays(400)).Select(row => row.Days).ToList();
        Assert.Equal(days.OrderDescending(), days);
    }

    [Fact]
    public void StaleRows_OfAPriceList_LeaveOutWhatCanNoLongerBeBought()
    {
        var list = PriceList.Load("""
            { "version": "v", "currency": "USD", "per_tokens": 1000000, "rows": [
              { "model": "old", "provider": "p", "input": 1, "output": 1, "checked_on": "2026-08-01" },
              { "model": "fresh", "provider": "p", "input": 1, "output": 1, "checked_on": "2026-11-01" },
              { "model": "ended", "provider": "p", "input": 1, "output": 1, "checked_on": "2026-08-01", "valid_to": "2026-11-26" },
              { "model": "retired", "provider": "p", "input": 1, "output": 1, "checked_on": "2026-08-01", "retires_on": "2026-11-27" },
              { "model": "undated", "provider": "p", "input": 1, "output": 1 } ] }
            """u8).List!;

        Assert.Equal([new StaleRow("price of p old", new DateOnly(2026, 8, 1), 118)], MarketData.StaleRows(list, new DateOnly(2026, 11, 27)));
    }

    [Fact]
    public void Load_EverythingWrong_ReportsItAllAtOnce()
    {
        var load = Load($$"""
            { "version": "", "currency": "EUR", "x": 1,
              "accelerators": [ { "id": "a", "name": "A", "memory_gb": 0, "bandwidth_gb_per_second": "fast", {{Origin}} },
                                { "id": "a", "name": "A", "memory_gb": 8, "bandwidth_gb_per_second": 9, "source": "hearsay", "checked_on": "2026-02-30", "confidence": "sure", "note": "" }, 7 ],
              "prices": [ { "accelerator": "b", "kind": "rent", "usd": [3, 2, 200], {{Origin}} }, { "accelerator": "a", "kind": "loan", "usd": 5, "y": 1, {{Origin}} } ],
              "throughput": [ { "model": "m", "parameters_billion": 8, "active_billion": 9, "quantization": "q", "bits_per_weight": 64, "accelerator": "a", "count": 1, "engine": "e", {{Origin}} } ],
              "defaults": [ { "name": "pue", "value": [1, 2, 3], "unit": "ratio", {{Origin}} }, { "name": "luck", "value": [1, 2, 3], "unit": "u", {{Origin}} } ] }
            """);

        Assert.Null(load.Data);
        Assert.Equal(
            [
                "accelerators", "accelerators[0].bandwidth_gb_per_second", "accelerators[0].memory_gb", "accelerators[1].checked_on", "accelerators[1].confidence",
                "accelerators[1].note", "accelerators[1].source", "accelerators[2]", "availability", "currency",
                "defaults", "defaults", "defaults", "defaults", "defaults", "defaults",
                "prices", "prices[0].usd", "prices[0].usd", "prices[1].kind", "prices[1].usd", "prices[1].y",
                "throughput[0].active_billion", "throughput[0].bits_per_weight", "throughput[0].output_tokens_per_second", "version", "x",
            ],
            load.Problems.Select(problem => problem.Where).Order(StringComparer.Ordinal));
        Assert.All(load.Problems, problem => Assert.NotEmpty(problem.Message));
    }

    [Theory]
    [InlineData("{\n  \"version\": }", "line 2, column 14")]
    [InlineData("[]", "")]
    public void Load_NoMarketData_SaysWhere(string json, string where) => Assert.Equal(where, Assert.Single(Load(json).Problems).Where);

    private static IEnumerable<DataOrigin> Origins(MarketData data) =>
    [
        .. data.Accelerators.Select(row => row.Origin), .. data.Prices.Select(row => row.Origin), .. data.Throughput.Select(row => row.Origin),
        .. data.Defaults.Select(row => row.Origin), .. data.Availability.Select(row => row.Origin),
    ];

    private static MarketDataLoad Load(string json) => MarketData.Load(Encoding.UTF8.GetBytes(json));
}
