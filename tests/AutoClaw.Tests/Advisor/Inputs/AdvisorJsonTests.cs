using System.Text;
using System.Text.Json.Nodes;
using AutoClaw.Core.Advisor;
using AutoClaw.Core.Model;
using TheAdvisor = AutoClaw.Core.Advisor.Advisor;

namespace AutoClaw.Tests.Advisor.Inputs;

public sealed class AdvisorJsonTests
{
    [Fact]
    public void Read_WhatWasWritten_IsTheSame()
    {
        var inputs = AdvisorInputs.Default with { Measured = [new MeasuredEngine("mine", Place.Local, "qwen", 0.8)] };
        var text = AdvisorJson.Write(inputs);
        var load = AdvisorJson.Read(Encoding.UTF8.GetBytes(text));

        Assert.Empty(load.Problems);
        Assert.Equal(text, AdvisorJson.Write(load.Inputs!));
        Assert.Contains("\"requests_per_month\": 1000000", text, StringComparison.Ordinal);
        Assert.Contains("\"priority\": \"lowest_cost\"", text, StringComparison.Ordinal);
        Assert.Contains("\"place\": \"local\"", text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Read_Little_TheRestIsTheDefault()
    {
        var load = Read("""{"priority": "real_time", "workload": {"requests_per_month": 5000}, "hybrid": {"local_token_share": 0.4}}""");

        var expected = AdvisorInputs.Default with
        {
            Priority = Priority.RealTime,
            Workload = AdvisorInputs.Default.Workload with { RequestsPerMonth = 5000 },
            Hybrid = AdvisorInputs.Default.Hybrid with { LocalTokenShare = 0.4 },
        };
        Assert.Equal(AdvisorJson.Write(expected), AdvisorJson.Write(load.Inputs!));
    }

    [Fact]
    public void Read_Prices_ReplaceTheDefaults()
    {
        var load = Read("""{"cloud": {"prices": [{"up_to": 1000, "input": 1, "output": 2}, {"input": 3, "cached_input": 1, "output": 4}]}}""");

        Assert.Equal([new ApiPriceTier(1, 2, null, 1000), new ApiPriceTier(3, 4, 1)], load.Inputs!.Cloud.Prices);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("[]", "")]
    [InlineData("""{"workload": {"requests": 1}}""", "workload.requests")]
    [InlineData("""{"priority": "fame"}""", "priority")]
    [InlineData("""{"workload": null}""", "workload")]
    [InlineData("""{"local": {"utilisation": 2}}""", "local.utilisation")]
    [InlineData("""{"cloud": {"prices": []}}""", "cloud.prices")]
    [InlineData("""{"cloud": {"prices": [{"output": 3}]}}""", "cloud.prices[0]")]
    [InlineData("""{"measured": [{"engine": "a", "place": "local", "model": "m"}, {"engine": "b", "place": "local", "model": "n"}]}""", "measured[1]")]
    public void Read_Wrong_NamesTheField(string json, string field)
    {
        var load = Read(json);

        Assert.Null(load.Inputs);
        Assert.StartsWith(field, Assert.Single(load.Problems).Field, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"priority": "fame"}""", "One of data_privacy, lowest_cost, best_reasoning, fastest_to_market, compliance, real_time.")]
    [InlineData("""{"workload": {"requests": 1}}""", "Unknown key. Known are requests_per_month, input_tokens, output_tokens, peak_to_average.")]
    [InlineData("""{"cloud": {"prices": [{"input": 1, "output": 3, "each": 3}]}}""", "Unknown key. Known are input, output, cached_input, up_to.")]
    [InlineData("""{"cloud": {"prices": [{"output": 3}]}}""", "An object with input, output, cached_input, up_to; needed are input, output.")]
    [InlineData("""{"workload": {"input_tokens": "many"}}""", "A number.")]
    [InlineData("""{"local": {"spare_replicas": 1.5}}""", "A whole number.")]
    [InlineData("""{"cloud": {"processor_agreement": "yes"}}""", "true or false.")]
    [InlineData("""{"cloud": {"model": 7}}""", "A text.")]
    [InlineData("""{"measured": {}}""", "A list.")]
    [InlineData("""{"local": {"utilisation": 2}}""", "0.01 to 1.")]
    public void Read_Wrong_SaysWhatIsAllowed(string json, string allowed) => Assert.Equal(allowed, Assert.Single(Read(json).Problems).Message);

    [Fact]
    public void Read_KeyOnlyJsonCanQuote_IsUnknown() => Assert.StartsWith("Unknown key.", Assert.Single(Read("""{"a.b]": 1}""").Problems).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_SeveralWrong_NamesAll() => Assert.Equal(
        ["workload.requests_per_month", "workload.peak_to_average", "cloud.retry_share", "local.pue", "hybrid.router_recovery"],
        Read("""{"workload": {"requests_per_month": 0, "peak_to_average": 0.5}, "cloud": {"retry_share": -1}, "local": {"pue": 0.9}, "hybrid": {"router_recovery": 1}}""")
            .Problems.Select(problem => problem.Field));

    [Fact]
    public void Write_Advice_IsJsonInSnakeCase()
    {
        var advice = JsonNode.Parse(AdvisorJson.Write(TheAdvisor.Advise(AdvisorInputs.Default)))!;

        Assert.Equal("hybrid", (string?)advice["recommended"]);
        Assert.Equal(4, advice["architectures"]!.AsArray().Count);
        Assert.True(advice["architectures"]![0]!["cost"]!["monthly_usd"]!.GetValue<double>() > 0);
    }

    private static AdvisorInputsLoad Read(string json) => AdvisorJson.Read(Encoding.UTF8.GetBytes(json));
}
