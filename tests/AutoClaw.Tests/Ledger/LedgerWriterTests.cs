using AutoClaw.Core.Model;
using AutoClaw.Gateway.Ledger;

namespace AutoClaw.Tests.Ledger;

public sealed class LedgerWriterTests
{
    [Fact]
    public async Task Settle_AfterReserve_KeepsEveryField()
    {
        using var folder = new LedgerFolder();
        await using (var writer = folder.Open())
        {
            var attempt = LedgerFolder.Attempt("r1", number: 2, role: AttemptRole.Judge);
            await writer.ReserveAsync(attempt);
            Assert.Equal(1, writer.OpenReservations);
            attempt.FirstByteMicros = 1_000;
            attempt.FirstContentMicros = 2_000;
            attempt.LastContentMicros = 3_000;
            attempt.DoneMicros = 4_000;
            attempt.Usage = new Usage(90, 10, 60, 20, Estimated: false) { CacheWritten = 7, CacheWrittenForHour = 5 };
            attempt.PriceVersion = "v2";
            attempt.Cost = new Money(3_000_001);
            attempt.CounterfactualCost = null;
            attempt.Outcome = AttemptOutcome.Truncated;
            attempt.EngineStatus = 200;
            attempt.ErrorCode = "engine_broke_off";
            attempt.FinishReason = "length";
            attempt.Verdict = "tie";
            attempt.Timings = new EngineTimings(12.5, 250);
            attempt.Dropped = "tools[0]";
            attempt.Leaves(900, "203.0.113.7");
            attempt.Leaves(34, "203.0.113.7");
            await writer.SettleAsync(attempt);
            Assert.Equal((1L, 1L, 0L, 0, 0), (writer.Reserved, writer.Settled, writer.Failures, writer.QueueDepth, writer.OpenReservations));
        }

        var row = folder.Query("SELECT * FROM attempt", reader =>
            Enumerable.Range(0, reader.FieldCount).ToDictionary(reader.GetName, i => reader.IsDBNull(i) ? null : reader.GetValue(i))).Single();
        var expected = new Dictionary<string, object?>
        {
            ["id"] = 1L, ["request_id"] = "r1", ["number"] = 2L, ["received_at"] = LedgerFolder.Noon.ToUnixTimeMilliseconds() * 1000,
            ["sent_us"] = 120L, ["first_byte_us"] = 1_000L, ["first_content_us"] = 2_000L, ["last_content_us"] = 3_000L, ["done_us"] = 4_000L,
            ["key_id"] = "key1", ["operation"] = "chat", ["streamed"] = 1L, ["route"] = "auto", ["engine"] = "cloud-1", ["place"] = 1L,
            ["model"] = "cloud-1-model", ["simulated"] = 0L, ["reason"] = "score_above_threshold", ["score"] = 0.75, ["threshold"] = 0.5,
            ["decision_us"] = 41.5, ["input_tokens"] = 90L, ["cached_tokens"] = 10L, ["output_tokens"] = 60L, ["reasoning_tokens"] = 20L,
            ["estimated"] = 0L, ["price_version"] = "v2", ["cost_pd"] = 3_000_001L, ["counterfactual_pd"] = null, ["outcome"] = 3L,
            ["engine_status"] = 200L, ["error_code"] = "engine_broke_off", ["finish_reason"] = "length", ["role"] = "judge", ["verdict"] = "tie",
            ["prefill_ms"] = 12.5, ["decode_ms"] = 250.0, ["dropped"] = "tools[0]", ["cache_written_tokens"] = 7L, ["cache_written_1h_tokens"] = 5L,
            ["privacy"] = null, ["privacy_reason"] = null, ["egress_bytes"] = 934L, ["egress_address"] = "203.0.113.7",
            ["subject"] = null,
        };
        Assert.Equal(expected, row);
        Assert.Equal(0, folder.Number("SELECT count(*) FROM reservation"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Settle_CopyOfAReservation_IsOneEntryWhetherOrNotThatWasWritten(bool waits)
    {
        using var folder = new LedgerFolder();
        await using (var writer = folder.Open())
        {
            for (var i = 0; i < 50; i++)
            {
                var reserved = LedgerFolder.Attempt($"r{i}", role: AttemptRole.Check);
                var reservation = writer.ReserveAsync(reserved).AsTask();
                if (waits)
                {
                    await reservation;
                }

                var settled = reserved.ToSettle();
                settled.Usage = new Usage(1, 0, i, 0, Estimated: false);
                settled.Outcome = AttemptOutcome.Completed;
                await writer.SettleAsync(settled);
                await reservation;
                Assert.Equal(AttemptRole.Check, settled.Role);
                Assert.Equal(100, reserved.Usage.Input);
            }

            Assert.Equal(0, writer.OpenReservations);
        }

        Assert.Equal(50, folder.Number("SELECT count(*) FROM attempt WHERE outcome = 1 AND estimated = 0 AND input_tokens = 1"));
        Assert.Equal(50, folder.Number("SELECT count(DISTINCT request_id) FROM attempt"));
        Assert.Equal(0, folder.Number("SELECT count(*) FROM reservation"));
    }

    [Fact]
    public async Task Reserve_LeftOpen_IsUnknownAtTheEstimateAfterReopening()
    {
        using var folder = new LedgerFolder();
        await using (var writer = folder.Open())
        {
            await writer.ReserveAsync(LedgerFolder.Attempt("lost", role: AttemptRole.Shadow));
            var settled = LedgerFolder.Attempt("kept");
            await writer.ReserveAsync(settled);
            settled.Outcome = AttemptOutcome.Completed;
            await writer.SettleAsync(settled);
        }

        await using (var writer = folder.Open())
        {
            Assert.Equal(1, writer.Recovered);
        }

        var rows = folder.Query(
            "SELECT request_id, outcome, estimated, cost_pd, counterfactual_pd, input_tokens, output_tokens, received_at, score, place FROM attempt ORDER BY id",
            row => (row.GetString(0), row.GetInt32(1), row.GetInt32(2), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5), row.GetInt64(6), row.GetInt64(7), row.GetDouble(8), row.GetInt32(9)));
        var received = LedgerFolder.Noon.ToUnixTimeMilliseconds() * 1000;
        Assert.Equal(
            [("lost", 0, 1, 1_000_000L, 2_000_000L, 100L, 50L, received, 0.75, 1), ("kept", 1, 1, 1_000_000L, 2_000_000L, 100L, 50L, received, 0.75, 1)],
            rows);
        Assert.Equal(["shadow", "answer"], folder.Query("SELECT role FROM attempt ORDER BY id", row => row.GetString(0)));
        Assert.Equal(0, folder.Number("SELECT count(*) FROM reservation"));
    }

    [Fact]
    public async Task Writer_ManyCallersAtOnce_KeepsEachAttemptOnce()
    {
        using var folder = new LedgerFolder();
        await using (var writer = folder.Open())
        {
            await Parallel.ForAsync(0, 2_000, async (i, _) =>
            {
                var attempt = LedgerFolder.Attempt($"r{i}");
                await writer.ReserveAsync(attempt);
                attempt.Outcome = AttemptOutcome.Completed;
                await writer.SettleAsync(attempt);
            });
            Assert.Equal((2_000L, 2_000L, 0), (writer.Reserved, writer.Settled, writer.OpenReservations));
        }

        Assert.Equal(2_000, folder.Number("SELECT count(DISTINCT request_id) FROM attempt WHERE outcome = 1"));
        Assert.Equal(2_000, folder.Number("SELECT count(*) FROM attempt"));
        Assert.Equal(0, folder.Number("SELECT count(*) FROM reservation"));
    }

    [Fact]
    public async Task Settle_TextsOfAnyLength_AreKeptWhole()
    {
        using var folder = new LedgerFolder();
        var texts = new[] { "", "ä漢😀", new string('a', 8_192), new string('漢', 8_192), new string('z', 100_000) };
        await using (var writer = folder.Open())
        {
            foreach (var text in texts)
            {
                var attempt = LedgerFolder.Attempt("r" + text);
                (attempt.ErrorCode, attempt.FinishReason) = (text, text);
                await writer.SettleAsync(attempt);
            }
        }

        Assert.Equal(
            texts.Select(text => ("r" + text, text, text)),
            folder.Query("SELECT request_id, error_code, finish_reason FROM attempt ORDER BY id", row => (row.GetString(0), row.GetString(1), row.GetString(2))));
    }

    [Fact]
    public async Task Reserve_ManyAtOnce_AreEachRecoveredWithTheirOwnTexts()
    {
        using var folder = new LedgerFolder();
        await using (var writer = folder.Open())
        {
            await Task.WhenAll(Enumerable.Range(0, 300).Select(i => writer.ReserveAsync(LedgerFolder.Attempt($"r{i}", engine: $"e{i % 3}")).AsTask()));
        }

        await folder.Open().DisposeAsync();

        var rows = folder.Query("SELECT request_id, engine, model FROM attempt", row => (row.GetString(0), row.GetString(1), row.GetString(2)));
        Assert.Equal(
            Enumerable.Range(0, 300).Select(i => ($"r{i}", $"e{i % 3}", $"e{i % 3}-model")).Order(),
            rows.Order());
    }
}
