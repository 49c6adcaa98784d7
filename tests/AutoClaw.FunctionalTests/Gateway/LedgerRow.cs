using AutoClaw.Core.Model;
using Microsoft.Data.Sqlite;

namespace AutoClaw.FunctionalTests.Gateway;

/// <summary>One settled attempt, read from the ledger's file as any other program would read it: read-only, by column name.</summary>
internal sealed record LedgerRow
{
    private static readonly string[] TimeColumns = ["sent_us", "first_byte_us", "first_content_us", "last_content_us", "done_us"];

    public required string RequestId { get; init; }

    public required long Number { get; init; }

    public required string? KeyId { get; init; }

    public required string Operation { get; init; }

    public required bool Streamed { get; init; }

    public required string Route { get; init; }

    public required string Engine { get; init; }

    public required Place Place { get; init; }

    public required string Model { get; init; }

    public required bool Simulated { get; init; }

    public required string Reason { get; init; }

    public required double? Score { get; init; }

    public required long InputTokens { get; init; }

    public required long CachedTokens { get; init; }

    public required long OutputTokens { get; init; }

    public required long ReasoningTokens { get; init; }

    public required bool Estimated { get; init; }

    /// <summary>Picodollars; null where the price is unknown.</summary>
    public required long? Cost { get; init; }

    /// <inheritdoc cref="Cost"/>
    public required long? Counterfactual { get; init; }

    public required AttemptOutcome Outcome { get; init; }

    public required long? EngineStatus { get; init; }

    public required string? ErrorCode { get; init; }

    public required string? FinishReason { get; init; }

    public required string Role { get; init; }

    public required string? Verdict { get; init; }

    public required string? Dropped { get; init; }

    public required string? Privacy { get; init; }

    public required string? PrivacyReason { get; init; }

    /// <summary>Null where nobody counted.</summary>
    public required long? EgressBytes { get; init; }

    public required string? EgressAddress { get; init; }

    /// <summary>A hash of whom the request is about.</summary>
    public required string? Subject { get; init; }

    /// <summary>The engine's own times; null where it told none.</summary>
    public required double? PrefillMs { get; init; }

    /// <inheritdoc cref="PrefillMs"/>
    public required double? DecodeMs { get; init; }

    /// <summary>Microseconds after the request came, in the order in which they must be; those that were never reached are left out.</summary>
    public required IReadOnlyList<long> Times { get; init; }

    /// <summary>Every settled attempt in the file, in the order in which they were settled.</summary>
    public static IReadOnlyList<LedgerRow> ReadAll(string path)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false,
        }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT * FROM attempt ORDER BY id";
        using var reader = command.ExecuteReader();
        var rows = new List<LedgerRow>();
        while (reader.Read())
        {
            rows.Add(Read(reader));
        }

        return rows;
    }

    private static LedgerRow Read(SqliteDataReader reader) => new()
    {
        RequestId = reader.GetString(reader.GetOrdinal("request_id")),
        Number = reader.GetInt64(reader.GetOrdinal("number")),
        KeyId = Text(reader, "key_id"),
        Operation = reader.GetString(reader.GetOrdinal("operation")),
        Streamed = reader.GetBoolean(reader.GetOrdinal("streamed")),
        Route = reader.GetString(reader.GetOrdinal("route")),
        Engine = reader.GetString(reader.GetOrdinal("engine")),
        Place = (Place)reader.GetInt32(reader.GetOrdinal("place")),
        Model = reader.GetString(reader.GetOrdinal("model")),
        Simulated = reader.GetBoolean(reader.GetOrdinal("simulated")),
        Reason = reader.GetString(reader.GetOrdinal("reason")),
        Score = reader.GetValue(reader.GetOrdinal("score")) as double?,
        InputTokens = reader.GetInt64(reader.GetOrdinal("input_tokens")),
        CachedTokens = reader.GetInt64(reader.GetOrdinal("cached_tokens")),
        OutputTokens = reader.GetInt64(reader.GetOrdinal("output_tokens")),
        ReasoningTokens = reader.GetInt64(reader.GetOrdinal("reasoning_tokens")),
        Estimated = reader.GetBoolean(reader.GetOrdinal("estimated")),
        Cost = Number64(reader, "cost_pd"),
        Counterfactual = Number64(reader, "counterfactual_pd"),
        Outcome = (AttemptOutcome)reader.GetInt32(reader.GetOrdinal("outcome")),
        EngineStatus = Number64(reader, "engine_status"),
        ErrorCode = Text(reader, "error_code"),
        FinishReason = Text(reader, "finish_reason"),
        Role = reader.GetString(reader.GetOrdinal("role")),
        Verdict = Text(reader, "verdict"),
        Dropped = Text(reader, "dropped"),
        Privacy = Text(reader, "privacy"),
        PrivacyReason = Text(reader, "privacy_reason"),
        EgressBytes = Number64(reader, "egress_bytes"),
        EgressAddress = Text(reader, "egress_address"),
        Subject = Text(reader, "subject"),
        PrefillMs = reader.GetValue(reader.GetOrdinal("prefill_ms")) as double?,
        DecodeMs = reader.GetValue(reader.GetOrdinal("decode_ms")) as double?,
        Times = [.. TimeColumns.Select(name => Number64(reader, name)).OfType<long>()],
    };

    private static string? Text(SqliteDataReader reader, string name) => reader.GetValue(reader.GetOrdinal(name)) as string;

    private static long? Number64(SqliteDataReader reader, string name) => reader.GetValue(reader.GetOrdinal(name)) as long?;
}
