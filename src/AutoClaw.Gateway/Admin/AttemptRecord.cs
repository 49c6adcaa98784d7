using AutoClaw.Core.Model;
using Microsoft.Data.Sqlite;

namespace AutoClaw.Gateway.Admin;

/// <summary>One call to an engine, as the ledger has it. What is not known is null.</summary>
internal sealed record AttemptRecord
{
    public required long Number { get; init; }

    /// <summary><c>answer</c>, <c>check</c>, <c>shadow</c> or <c>judge</c>.</summary>
    public required string Role { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>Milliseconds after that, as the next ones.</summary>
    public required double? SentMs { get; init; }

    public required double? FirstByteMs { get; init; }

    public required double? FirstContentMs { get; init; }

    public required double? DoneMs { get; init; }

    public required string? KeyId { get; init; }

    public required string Operation { get; init; }

    public required bool Streamed { get; init; }

    public required string Route { get; init; }

    public required string Engine { get; init; }

    public required string Place { get; init; }

    public required string Model { get; init; }

    public required bool Simulated { get; init; }

    /// <summary>Why that engine: see docs/api.md.</summary>
    public required string Reason { get; init; }

    public required double? Score { get; init; }

    public required double? Threshold { get; init; }

    public required long InputTokens { get; init; }

    public required long CachedTokens { get; init; }

    public required long OutputTokens { get; init; }

    public required long ReasoningTokens { get; init; }

    /// <summary>The engine told no tokens.</summary>
    public required bool Estimated { get; init; }

    public required decimal? CostUsd { get; init; }

    public required decimal? AllCloudUsd { get; init; }

    public required string? PriceVersion { get; init; }

    public required string Outcome { get; init; }

    public required long? EngineStatus { get; init; }

    public required string? ErrorCode { get; init; }

    public required string? FinishReason { get; init; }

    public required string? Verdict { get; init; }

    public required string? Dropped { get; init; }

    /// <summary>Reads a row by the names of its columns; those that an older file lacks are null.</summary>
    public static AttemptRecord Of(SqliteDataReader row)
    {
        var columns = Enumerable.Range(0, row.FieldCount).ToDictionary(row.GetName, at => row.IsDBNull(at) ? null : row.GetValue(at), StringComparer.Ordinal);
        return new AttemptRecord
        {
            Number = Whole("number") ?? 0,
            Role = Text("role") ?? "answer",
            ReceivedAt = DateTimeOffset.UnixEpoch.AddTicks((Whole("received_at") ?? 0) * TimeSpan.TicksPerMicrosecond),
            SentMs = Whole("sent_us") / 1000.0,
            FirstByteMs = Whole("first_byte_us") / 1000.0,
            FirstContentMs = Whole("first_content_us") / 1000.0,
            DoneMs = Whole("done_us") / 1000.0,
            KeyId = Text("key_id"),
            Operation = Text("operation") ?? string.Empty,
            Streamed = Whole("streamed") == 1,
            Route = Text("route") ?? string.Empty,
            Engine = Text("engine") ?? string.Empty,
            Place = Whole("place") == (long)Core.Model.Place.Local ? "local" : "cloud",
            Model = Text("model") ?? string.Empty,
            Simulated = Whole("simulated") == 1,
            Reason = Text("reason") ?? string.Empty,
            Score = Value("score") as double?,
            Threshold = Value("threshold") as double?,
            InputTokens = Whole("input_tokens") ?? 0,
            CachedTokens = Whole("cached_tokens") ?? 0,
            OutputTokens = Whole("output_tokens") ?? 0,
            ReasoningTokens = Whole("reasoning_tokens") ?? 0,
            Estimated = Whole("estimated") == 1,
            CostUsd = Whole("cost_pd") / (decimal)Money.PerDollar,
            AllCloudUsd = Whole("counterfactual_pd") / (decimal)Money.PerDollar,
            PriceVersion = Text("price_version"),
            Outcome = ((AttemptOutcome)(Whole("outcome") ?? 0)).ToString().ToLowerInvariant(),
            EngineStatus = Whole("engine_status"),
            ErrorCode = Text("error_code"),
            FinishReason = Text("finish_reason"),
            Verdict = Text("verdict"),
            Dropped = Text("dropped"),
        };

        object? Value(string name) => columns.GetValueOrDefault(name);
        long? Whole(string name) => Value(name) as long?;
        string? Text(string name) => Value(name) as string;
    }
}
