using AutoClaw.Core.Model;

namespace AutoClaw.Gateway.Ledger;

/// <summary>The table <c>attempt</c> as it is written: names and values in one order.</summary>
internal static class AttemptColumns
{
    private static readonly string[] Names =
    [
        "id", "request_id", "number", "received_at", "sent_us", "first_byte_us", "first_content_us", "last_content_us", "done_us", "key_id",
        "operation", "streamed", "route", "engine", "place", "model", "simulated", "reason", "score", "threshold", "decision_us",
        "input_tokens", "cached_tokens", "output_tokens", "reasoning_tokens", "estimated", "price_version", "cost_pd", "counterfactual_pd",
        "outcome", "engine_status", "error_code", "finish_reason", "role", "verdict", "prefill_ms", "decode_ms", "dropped", "cache_written_tokens", "cache_written_1h_tokens",
        "privacy", "privacy_reason", "egress_bytes", "egress_address", "subject",
    ];

    public static string InsertSql { get; } =
        $"INSERT INTO attempt ({string.Join(", ", Names)}) VALUES ({string.Join(", ", Names.Select(_ => "?"))})";

    public static void Bind(SqliteStatement insert, long id, Attempt attempt)
    {
        insert.Bind(id);
        insert.Bind(attempt.RequestId);
        insert.Bind(attempt.Number);
        insert.Bind((attempt.ReceivedAt.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond);
        insert.Bind(attempt.SentMicros);
        insert.Bind(attempt.FirstByteMicros);
        insert.Bind(attempt.FirstContentMicros);
        insert.Bind(attempt.LastContentMicros);
        insert.Bind(attempt.DoneMicros);
        insert.Bind(attempt.KeyId);
        insert.Bind(attempt.Operation);
        insert.Bind(attempt.Streamed);
        insert.Bind(attempt.Route);
        insert.Bind(attempt.Engine);
        insert.Bind((long)attempt.Place);
        insert.Bind(attempt.Model);
        insert.Bind(attempt.Simulated);
        insert.Bind(attempt.Reason);
        insert.Bind(attempt.Score);
        insert.Bind(attempt.Threshold);
        insert.Bind(attempt.DecisionMicros);
        insert.Bind(attempt.Usage.Input);
        insert.Bind(attempt.Usage.Cached);
        insert.Bind(attempt.Usage.Output);
        insert.Bind(attempt.Usage.Reasoning);
        insert.Bind(attempt.Usage.Estimated);
        insert.Bind(attempt.PriceVersion);
        insert.Bind(attempt.Cost?.Picodollars);
        insert.Bind(attempt.CounterfactualCost?.Picodollars);
        insert.Bind((long)attempt.Outcome);
        insert.Bind((long?)attempt.EngineStatus);
        insert.Bind(attempt.ErrorCode);
        insert.Bind(attempt.FinishReason);
        insert.Bind(RoleText(attempt.Role));
        insert.Bind(attempt.Verdict);
        insert.Bind(attempt.Timings.PrefillMs);
        insert.Bind(attempt.Timings.DecodeMs);
        insert.Bind(attempt.Dropped);
        insert.Bind(attempt.Usage.CacheWritten);
        insert.Bind(attempt.Usage.CacheWrittenForHour);
        insert.Bind(attempt.Privacy.IsOpen ? null : attempt.Privacy.ToString());
        insert.Bind(attempt.PrivacyReason);
        insert.Bind(attempt.EgressBytes);
        insert.Bind(attempt.EgressAddress);
        insert.Bind(attempt.Subject);
    }

    public static string RoleText(AttemptRole role) => role switch
    {
        AttemptRole.Answer => "answer",
        AttemptRole.Check => "check",
        AttemptRole.Shadow => "shadow",
        AttemptRole.Judge => "judge",
        AttemptRole.Read => "read",
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, null),
    };
}
