using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using AutoClaw.Core.Advisor;

namespace AutoClaw.Tests.Advisor;

/// <summary>The table of inputs in docs/advisor.md is the code's; AUTOCLAW_WRITE_DOCS=1 writes it anew. Each input says where its default comes from.</summary>
public sealed class InputsDocumentTests
{
    private const string Assumed = "assumed";
    private const string Prices = "[price list](prices.md)";
    private const string Market = "market data";

    private static readonly Dictionary<string, string> Sources = new()
    {
        ["priority"] = "your choice",
        ["workload.requests_per_month"] = "your choice",
        ["workload.input_tokens"] = "your choice; `bench`'s support chat has as many",
        ["workload.output_tokens"] = "your choice",
        ["workload.peak_to_average"] = Assumed + ": with 80% at the peak it makes the mean utilisation of 0.4 that the market data names",
        ["constraints.must_stay_local_share"] = "all where privacy or compliance comes first, else none",
        ["constraints.allowed_regions"] = "any",
        ["constraints.first_answer_ms"] = "any",
        ["constraints.minimum_quality"] = "95% of the best where cost comes first, else any",
        ["constraints.monthly_usd"] = "any",
        ["cloud.model"] = "the newest large model of a vendor whose predecessor's quality is known",
        ["cloud.provider"] = Prices,
        ["cloud.prices"] = Prices,
        ["cloud.reasoning_tokens"] = Assumed,
        ["cloud.retry_share"] = Assumed,
        ["cloud.batch_discount"] = "what the large vendors take off",
        ["cloud.quality"] = "MMLU of its predecessor, Gemini 2.5 Pro, 0.911 (https://4idiotz.com/?p=14310); low confidence",
        ["cloud.ttft_ms"] = Assumed,
        ["cloud.output_tokens_per_second"] = Assumed,
        ["cloud.availability"] = Market + ", as observed",
        ["hosted.model"] = "the same open model as the local one",
        ["hosted.provider"] = Prices,
        ["hosted.prices"] = Prices,
        ["hosted.retry_share"] = Assumed,
        ["hosted.batch_discount"] = "as the vendors'",
        ["hosted.quality"] = "MMLU of Llama 3.3 70B, 0.860 (https://codeswap.net/benchmark/mmlu/)",
        ["hosted.ttft_ms"] = "400 to 600 ms at Together and Fireworks (https://managedmodels.com/inference/model-serving-latency-benchmarks)",
        ["hosted.output_tokens_per_second"] = Assumed,
        ["hosted.availability"] = Assumed + ": as the vendors' observed",
        ["local.model"] = Market,
        ["local.accelerator"] = Market,
        ["local.accelerators_per_replica"] = Market + ": 8-bit weights of 70 GB need two",
        ["local.prefill_tokens_per_second"] = "45% of the cards' 8-bit peak over two operations a parameter",
        ["local.decode_tokens_per_second"] = "what is left, beside that prefill, of the 623 tokens/s seen at 5,000/500 tokens and 25 requests at a time (" + Market + ")",
        ["local.utilisation"] = Market + ", high end: it is the busiest hour's",
        ["local.spare_replicas"] = "one may fail",
        ["local.payment"] = "your choice",
        ["local.rent_usd_per_hour"] = Market,
        ["local.purchase_usd"] = Market + ", used prices",
        ["local.host_usd"] = Assumed,
        ["local.lifetime_years"] = Market,
        ["local.watts"] = Market + ", and 400 W of machine, which is assumed",
        ["local.idle_share"] = Assumed,
        ["local.pue"] = Market,
        ["local.usd_per_kwh"] = Market,
        ["local.labour_fte"] = Market + ", low confidence",
        ["local.quality"] = "as hosted: 8-bit weights lose little",
        ["local.ttft_ms"] = "90 ms seen at 16 requests of 480 tokens at a time (https://docs.oracle.com/en-us/iaas/Content/generative-ai/benchmark-meta-llama-3-3-70b-instruct.htm), and 160 ms to read 2,000 tokens",
        ["local.output_tokens_per_second"] = "44 seen at 32 requests at a time (same page), a little less",
        ["local.replica_availability"] = Assumed,
        ["local.site_availability"] = Assumed,
        ["hybrid.local_token_share"] = Assumed,
        ["hybrid.local_request_share"] = "all requests equally long",
        ["hybrid.escalation_share"] = Assumed,
        ["hybrid.router_recovery"] = "the shipped router's, on average ([router.md](router.md))",
        ["labour_usd_per_month"] = Market,
        ["gateway_availability"] = Assumed,
        ["uncertainty.seed"] = "any number",
        ["uncertainty.samples"] = "each percentile then has 100 draws beyond it",
        ["uncertainty.ranges"] = "hardware, labour and electricity: " + Market + "; the others " + Assumed,
        ["lowest_volume"] = "where break-even volumes are looked for",
        ["highest_volume"] = "where break-even volumes are looked for",
        ["measured"] = "see below",
    };

    [Fact]
    public void Inputs_Table_IsTheCodes() => MarkedDocument.Compare("advisor.md", "inputs", Table());

    private static string Table()
    {
        var text = new StringBuilder("| input | default | where from |\n|---|---|---|\n");
        var fields = Fields(JsonNode.Parse(AdvisorJson.Write(AdvisorInputs.Default))!.AsObject(), "").ToList();
        foreach (var (field, value) in fields)
        {
            text.Append(CultureInfo.InvariantCulture, $"| `{field}` | {value} | {Source(field)} |\n");
        }

        Assert.Empty(Sources.Keys.Except(fields.Select(field => field.Field)));
        return text.ToString();
    }

    // Days, and what is 0 or off unless named, need no word.
    private static string Source(string field) => Sources.TryGetValue(field, out var source) ? source
        : field.EndsWith("setup_days", StringComparison.Ordinal) ? Assumed + (field.StartsWith("local", StringComparison.Ordinal) ? ": order, delivery, set-up" : "")
        : Default(field) is "0" or "1" or "false" or "-" ? "none unless named"
        : throw new InvalidOperationException($"{field} has no source.");

    private static string Default(string field) => Fields(JsonNode.Parse(AdvisorJson.Write(AdvisorInputs.Default))!.AsObject(), "").First(pair => pair.Field == field).Value;

    private static IEnumerable<(string Field, string Value)> Fields(JsonObject part, string prefix) => part.SelectMany(pair => pair.Value switch
    {
        JsonObject inner => Fields(inner, $"{prefix}{pair.Key}."),
        JsonArray { Count: 0 } or null => [($"{prefix}{pair.Key}", "-")],
        JsonArray list => [($"{prefix}{pair.Key}", string.Join("; ", list.Select(Item)))],
        var value => [($"{prefix}{pair.Key}", value.GetValueKind() == System.Text.Json.JsonValueKind.Number ? Number(value) : value.ToString().ToLowerInvariant())],
    });

    private static string Item(JsonNode? item) => string.Join(" ", item!.AsObject().Where(pair => pair.Value is not null)
        .Select(pair => pair.Value!.GetValueKind() == System.Text.Json.JsonValueKind.Number ? $"{pair.Key} {Number(pair.Value)}" : $"{pair.Value}"));

    private static string Number(JsonNode value) => value.GetValue<double>().ToString("#,0.####", CultureInfo.InvariantCulture);
}
