using System.Collections.Immutable;
using System.CommandLine;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AutoClaw.Core.Advisor;

namespace AutoClaw.Cli.Advise;

/// <summary>The options that name inputs of the advisor one by one; what has none is named in a file (docs/advisor.md).</summary>
internal static class InputOptions
{
    /// <summary>As in the JSON.</summary>
    public static ImmutableArray<string> Priorities { get; } = [.. Enum.GetNames<Priority>().Select(JsonNamingPolicy.SnakeCaseLower.ConvertName)];

    public static ImmutableArray<InputOption> Create() =>
    [
        InputOption.Choice("--priority", "What matters most; lowest_cost unless given.", [.. Priorities], "priority"),
        InputOption.Number("--requests-per-month", "Requests a month.", "workload.requests_per_month"),
        InputOption.Number("--input-tokens", "Prompt tokens of the mean request, cached ones included.", "workload.input_tokens"),
        InputOption.Number("--output-tokens", "Tokens of the mean answer, without those thought before it.", "workload.output_tokens"),
        InputOption.Number("--peak-to-average", "The busiest hour's requests over those of the mean hour.", "workload.peak_to_average"),
        InputOption.Number("--cached-share", "Share of the prompt tokens that come from a cache, whoever answers, 0 to 1.", "cloud.cached_share", "hosted.cached_share", "local.cached_share"),
        InputOption.Number("--batch-share", "Share of the requests that can wait and are sent as a batch, 0 to 1.", "cloud.batch_share", "hosted.batch_share"),
        InputOption.Number("--must-stay-local", "Share of the tokens that may not leave, 0 to 1.", "constraints.must_stay_local_share"),
        InputOption.Names("--regions", "Where others may answer, separated by commas. Left out: anywhere.", "constraints.allowed_regions"),
        InputOption.Time("--first-answer", "Answers begin within this, median.", "constraints.first_answer_ms"),
        InputOption.Number("--minimum-quality", "Lowest quality, 0 to 1.", "constraints.minimum_quality"),
        InputOption.Number("--max-monthly", "Most that a month may cost, USD.", "constraints.monthly_usd"),
        InputOption.Number("--cloud-quality", "Quality of the vendor's model, 0 to 1, on the same measure as the others'.", "cloud.quality"),
        InputOption.Time("--cloud-ttft", "The vendor's median time to the first token.", "cloud.ttft_ms"),
        InputOption.Number("--cloud-tps", "Tokens a second of one of the vendor's answers.", "cloud.output_tokens_per_second"),
        InputOption.Number("--reasoning-tokens", "Tokens that the vendor's model thinks before the mean answer.", "cloud.reasoning_tokens"),
        InputOption.Text("--cloud-region", "Where the vendor answers.", "cloud.region"),
        InputOption.Yes("--cloud-agreement", "A contract on regulated data is signed with the vendor.", "cloud.processor_agreement"),
        InputOption.Number("--hosted-quality", "Quality of the hosted open model.", "hosted.quality"),
        InputOption.Time("--hosted-ttft", "The host's median time to the first token.", "hosted.ttft_ms"),
        InputOption.Number("--hosted-tps", "Tokens a second of one of the host's answers.", "hosted.output_tokens_per_second"),
        InputOption.Text("--hosted-region", "Where the host answers.", "hosted.region"),
        InputOption.Yes("--hosted-agreement", "A contract on regulated data is signed with the host.", "hosted.processor_agreement"),
        InputOption.Text("--local-model", "Your own engines' model, for people.", "local.model"),
        InputOption.Number("--local-quality", "Its quality.", "local.quality"),
        InputOption.Time("--local-ttft", "Its median time to the first token.", "local.ttft_ms"),
        InputOption.Number("--local-tps", "Tokens a second of one of its answers.", "local.output_tokens_per_second"),
        InputOption.Number("--prefill-tps", "Prompt tokens a second that one replica reads.", "local.prefill_tokens_per_second"),
        InputOption.Number("--decode-tps", "Answer tokens a second that one replica writes, all requests together.", "local.decode_tokens_per_second"),
        InputOption.Number("--utilisation", "Share of a replica's time that may be planned for, up to 1.", "local.utilisation"),
        InputOption.Whole("--spare", "Replicas beside those needed.", "local.spare_replicas"),
        InputOption.Choice(AdviseOptions.Payment, "How the hardware is paid for.", ["purchase", "rent"], "local.payment"),
        InputOption.Number("--hardware-usd", "Price of one accelerator, bought.", "local.purchase_usd"),
        InputOption.Number("--rent-usd", "Rent of one accelerator, an hour.", "local.rent_usd_per_hour"),
        InputOption.Number("--labour-fte", "Engineers that keep your own engines running.", "local.labour_fte"),
        InputOption.Number("--labour-usd", "What an engineer costs, USD a month.", "labour_usd_per_month"),
        InputOption.Number("--electricity", "USD a kilowatt-hour.", "local.usd_per_kwh"),
        InputOption.Number("--pue", "Power from the grid for each watt of the machines.", "local.pue"),
        InputOption.Number("--setup-days", "Days until your own engines answer in production.", "local.setup_days"),
        InputOption.Number("--local-share", "Share of the tokens that a hybrid asks your own engines for, 0 to 1.", "hybrid.local_token_share"),
        InputOption.Number("--escalation-share", "Of what they answered: the share that is asked of the vendor as well.", "hybrid.escalation_share"),
    ];

    /// <summary>The inputs with every option that was given laid over them.</summary>
    public static AdvisorInputsLoad Lay(IEnumerable<InputOption> options, ParseResult parse, AdvisorInputs under)
    {
        var given = new JsonObject();
        foreach (var option in options.Where(option => parse.GetResult(option.Option) is not null))
        {
            option.Lay(parse, given);
        }

        return AdvisorJson.Read(Encoding.UTF8.GetBytes(given.ToJsonString()), under);
    }
}
