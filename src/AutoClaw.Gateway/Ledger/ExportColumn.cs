using System.Collections.Immutable;

namespace AutoClaw.Gateway.Ledger;

/// <summary>A column of an exported ledger.</summary>
/// <param name="Name">As in the ledger, but for money, which is in dollars.</param>
/// <param name="Kind">What its values are.</param>
/// <param name="Sql">Where they come from.</param>
public sealed record ExportColumn(string Name, ExportKind Kind, string Sql)
{
    /// <summary>All of them, in order.</summary>
    public static ImmutableArray<ExportColumn> All { get; } =
    [
        Text("request_id"), Whole("number"), new("received_at", ExportKind.Time, "received_at"),
        Whole("sent_us"), Whole("first_byte_us"), Whole("first_content_us"), Whole("last_content_us"), Whole("done_us"),
        Text("key_id"), Text("operation"), Whole("streamed"), Text("route"), Text("engine"),
        new("place", ExportKind.Text, "CASE place WHEN 0 THEN 'local' ELSE 'cloud' END"),
        Text("model"), Whole("simulated"), Text("reason"), Real("score"), Real("threshold"), Real("decision_us"),
        Whole("input_tokens"), Whole("cached_tokens"), Whole("cache_written_tokens"), Whole("cache_written_1h_tokens"), Whole("output_tokens"), Whole("reasoning_tokens"), Whole("estimated"),
        Text("price_version"), new("cost_usd", ExportKind.Money, "cost_pd"), new("counterfactual_usd", ExportKind.Money, "counterfactual_pd"),
        new(
            "outcome", ExportKind.Text,
            "CASE outcome WHEN 0 THEN 'unknown' WHEN 1 THEN 'completed' WHEN 2 THEN 'failed' WHEN 3 THEN 'truncated' WHEN 4 THEN 'cancelled' WHEN 5 THEN 'rejected' ELSE 'superseded' END"),
        Whole("engine_status"), Text("error_code"), Text("finish_reason"), Text("role"), Text("verdict"), Real("prefill_ms"), Real("decode_ms"), Text("dropped"),
        Text("privacy"), Text("privacy_reason"), Whole("egress_bytes"), Text("egress_address"),
    ];

    private static ExportColumn Text(string name) => new(name, ExportKind.Text, name);

    private static ExportColumn Whole(string name) => new(name, ExportKind.Whole, name);

    private static ExportColumn Real(string name) => new(name, ExportKind.Real, name);
}
