using System.Text.Json.Nodes;
using AutoClaw.Core.Model;
using AutoClaw.Core.Wire.OpenAiResponses;
using AutoClaw.Gateway.Audit;
using AutoClaw.Gateway.Ledger;
using AutoClaw.Gateway.Options;
using AutoClaw.Gateway.Privacy;
using AutoClaw.Gateway.Relay;
using AutoClaw.Gateway.Responses;
using AutoClaw.Tests.Ledger;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace AutoClaw.Tests.Privacy;

/// <summary>What is older than <c>privacy.retention</c> goes by itself, on record, and what it cost stays.</summary>
public sealed class RetentionWorkerTests
{
    private static readonly string Ann = new('a', 32);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Start_AndEachHour_OldEntriesAreNobodysAndOnRecordBefore()
    {
        using var folder = new LedgerFolder();
        await FillAsync(folder, days: 10);
        var usage = Usage(folder);
        await using var gateway = new Running(folder, LedgerFolder.Noon.AddDays(10).AddMinutes(-30), TimeSpan.FromDays(5));
        await gateway.TurnAsync(TimeSpan.Zero);
        Assert.Equal((5, 5), (Named(folder), folder.Number("SELECT count(*) FROM label")));
        var record = Assert.Single(Erasures(folder));
        Assert.Equal(("retention", 5, 5, 5, 0), ((string)record["actor"]!, (int)record["data"]!["attempts"]!, (int)record["data"]!["requests"]!, (int)record["data"]!["labels"]!, (int)record["data"]!["responses"]!));
        Assert.Equal(LedgerFolder.Noon.AddDays(5).AddMinutes(-30), DateTimeOffset.Parse((string)record["data"]!["before"]!, System.Globalization.CultureInfo.InvariantCulture));

        // The sixth comes of age half an hour later, and nothing in the hour after.
        await gateway.TurnAsync(TimeSpan.FromHours(1));
        Assert.Equal((4, 4), (Named(folder), folder.Number("SELECT count(*) FROM label")));
        await gateway.TurnAsync(TimeSpan.FromHours(1));
        Assert.Equal(2, Erasures(folder).Count);
        Assert.Equal(usage, Usage(folder));
        Assert.Empty(AuditVerification.Run(AuditLog.PathOf(folder.Path), folder.Path).Problems);
        Assert.Equal(2, gateway.Log.Count(line => line.StartsWith("Information Retention: ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task NoRetention_NothingGoes_AndOtherOptionsCountAtOnce()
    {
        using var folder = new LedgerFolder();
        await FillAsync(folder, days: 3);
        await using var gateway = new Running(folder, LedgerFolder.Noon.AddDays(3_000), retention: null);
        await gateway.TurnAsync(TimeSpan.Zero);
        await gateway.TurnAsync(TimeSpan.FromHours(1));
        Assert.Equal(3, Named(folder));
        gateway.Apply(TimeSpan.FromDays(90));
        await gateway.TurnAsync(TimeSpan.Zero);
        Assert.Equal(0, Named(folder));
    }

    [Fact]
    public async Task Failure_IsLogged_ErasesNothingAndIsTriedAgainInAMinute()
    {
        using var folder = new LedgerFolder();
        await FillAsync(folder, days: 2);
        var audit = AuditLog.PathOf(folder.Path);
        await File.WriteAllTextAsync(audit, "no record\n", Cancellation);
        await using var gateway = new Running(folder, LedgerFolder.Noon.AddDays(100), TimeSpan.FromDays(90));
        await gateway.TurnAsync(TimeSpan.Zero);
        await gateway.TurnAsync(TimeSpan.FromMinutes(1));
        Assert.Equal((2, 2), (Named(folder), gateway.Log.Count(line => line.StartsWith("Error What is older than privacy.retention is not erased", StringComparison.Ordinal))));
        File.Delete(audit);
        await gateway.TurnAsync(TimeSpan.FromMinutes(1));
        Assert.Equal((0, 1), (Named(folder), Erasures(folder).Count));
    }

    [Fact]
    public async Task Stop_BetweenTwoPieces_TheNextStartGoesOn()
    {
        using var folder = new LedgerFolder();
        await folder.Open().DisposeAsync();
        folder.Execute($"""
            INSERT INTO attempt (request_id, number, received_at, sent_us, operation, streamed, route, engine, place, model, simulated, reason, decision_us,
                input_tokens, cached_tokens, output_tokens, reasoning_tokens, estimated, cost_pd, counterfactual_pd, outcome, role, subject)
            WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 2999)
            SELECT printf('req_019a2b3c4d5%08x', i), 1, 1700000000000000 + i, 1, 'chat', 0, 'auto', 'home', 0, 'm', 0, 'pinned', 1, 10, 0, 10, 0, 0, 1000003 + i, 5, 1, 'answer', '{Ann}' FROM n
            """);
        var usage = Usage(folder);
        await using (var gateway = new Running(folder, LedgerFolder.Noon, TimeSpan.FromDays(90), stopsInPiece: 3))
        {
            await gateway.EndAsync();
            Assert.Empty(gateway.Log);
        }

        Assert.InRange(Named(folder), 1, 2_999);
        Assert.Equal(usage, Usage(folder));
        await using (var gateway = new Running(folder, LedgerFolder.Noon, TimeSpan.FromDays(90)))
        {
            await gateway.TurnAsync(TimeSpan.Zero);
        }

        Assert.Equal((0, 3_000), (Named(folder), folder.Number("SELECT count(DISTINCT request_id) FROM attempt WHERE request_id LIKE 'erased_%'")));
        Assert.Equal(usage, Usage(folder));
    }

    [Fact]
    public async Task KeptAnswers_UnusedForThatLong_GoInPieces()
    {
        using var folder = new LedgerFolder();
        await folder.Open().DisposeAsync();
        var path = ResponseStore.PathBeside(folder.Path);
        using (var file = ResponseFile.Open(path))
        {
            for (var i = 0; i < 450; i++)
            {
                file.Add(new KeptTurn("key1", i % 2 == 0 ? Ann : null, i == 449 ? "r0" : null, new StoredTurn($"r{i}", "[]"u8.ToArray(), "{}"u8.ToArray())), new ResponsesOptions { MaxAge = TimeSpan.FromDays(3_650) }, LedgerFolder.Noon.AddDays(i == 449 ? 50 : 0));
            }

            var old = IdentitySelection.OlderThan(LedgerFolder.Noon.AddDays(1));
            Assert.Equal(448, SubjectRecords.Count(folder.Path, old).Responses);
            Assert.Equal((200, true), file.Erase(old));
        }

        await using var gateway = new Running(folder, LedgerFolder.Noon.AddDays(90), TimeSpan.FromDays(60));
        await gateway.TurnAsync(TimeSpan.Zero);
        Assert.Contains(gateway.Log, line => line.EndsWith("0 labels and 248 kept answers are gone", StringComparison.Ordinal));

        // The first is the beginning of one that somebody went on with.
        using var left = ResponseFile.Open(path);
        Assert.Equal(["r0", "r449"], left.Find("key1", "r449", 1 << 20, new ResponsesOptions { MaxAge = TimeSpan.FromDays(900) }, LedgerFolder.Noon.AddDays(90)).Turns.Select(turn => turn.Id));
    }

    private static async Task FillAsync(LedgerFolder folder, int days)
    {
        await using var writer = folder.Open();
        for (var day = 0; day < days; day++)
        {
            var attempt = new Attempt
            {
                RequestId = $"req_019a2b3c4d5{day:x8}", Number = 1, KeyId = "key1", Subject = Ann, Operation = "chat", Route = "auto", Engine = "home", Place = Place.Local, Model = "m",
                Reason = "pinned", ReceivedAt = LedgerFolder.Noon.AddDays(day), SentMicros = 120, Usage = new Usage(100, 0, 50, 0, Estimated: true), Cost = new Money(1_000_003 + day),
            };
            attempt.Outcome = AttemptOutcome.Completed;
            await writer.SettleAsync(attempt);
            await writer.LabelAsync(new AutoClaw.Gateway.Ledger.Label { RequestId = attempt.RequestId, Judge = "user", At = attempt.ReceivedAt, Subject = Ann, Route = "auto", LocalEngine = "home", LocalScore = 1, Comment = "good", Features = [1], Text = "what she asked" });
        }
    }

    private static long Named(LedgerFolder folder) => folder.Number("SELECT count(*) FROM attempt WHERE subject IS NOT NULL");

    private static string Usage(LedgerFolder folder) => System.Text.Json.JsonSerializer.Serialize(UsageReport.Read(folder.Path, new UsageQuery(UsageGrouping.Day)));

    private static List<JsonNode> Erasures(LedgerFolder folder) =>
        [.. File.ReadAllLines(AuditLog.PathOf(folder.Path)).Select(line => JsonNode.Parse(line)!).Where(record => (string)record["kind"]! == "erase")];

    /// <summary>The worker with what it works on, as a gateway has them.</summary>
    private sealed class Running : ILogger<RetentionWorker>, IAsyncDisposable
    {
        private readonly ClockWithWaits _clock;
        private readonly LedgerWriter _ledger;
        private readonly ResponseStore _responses;
        private readonly Erasure _erasure;
        private readonly SnapshotState _state;
        private readonly RetentionWorker _worker;
        private readonly List<string> _log = [];
        private int _pieces;

        public Running(LedgerFolder folder, DateTimeOffset now, TimeSpan? retention, int stopsInPiece = 0)
        {
            _clock = new ClockWithWaits(now);
            _ledger = folder.Open();
            _responses = new ResponseStore(folder.Path, new ResponsesOptions { MaxAge = TimeSpan.FromDays(3_650) }, new Microsoft.Extensions.Time.Testing.FakeTimeProvider(now), NullLogger<ResponseStore>.Instance);
            _erasure = new Erasure(_ledger, _responses, new(), new(null!), new AuditLog(AuditLog.PathOf(folder.Path), _clock));
            _state = new SnapshotState(Options(retention), []);
            _worker = new RetentionWorker(_state, _erasure, _clock, this);
            _ledger.RunAsync(file =>
            {
                file.BeforeCommit = () => _ = ++_pieces == stopsInPiece ? _worker.StopAsync(default) : null;
                return false;
            }).GetAwaiter().GetResult();
            _worker.StartAsync(Cancellation).GetAwaiter().GetResult();
        }

        public IReadOnlyList<string> Log
        {
            get
            {
                lock (_log)
                {
                    return [.. _log];
                }
            }
        }

        /// <summary>Lets so much time pass, and completes when the worker waits for its next turn.</summary>
        public async Task TurnAsync(TimeSpan passes)
        {
            _clock.Advance(passes);
            await _clock.Waits.WaitAsync(Cancellation);
        }

        public Task EndAsync() => _worker.ExecuteTask!.WaitAsync(Cancellation);

        public void Apply(TimeSpan retention) => _state.Apply(Options(retention));

        public async ValueTask DisposeAsync()
        {
            await _worker.StopAsync(default);
            _worker.Dispose();
            _erasure.Dispose();
            await _responses.DisposeAsync();
            await _ledger.DisposeAsync();
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (_log)
            {
                _log.Add($"{logLevel} {formatter(state, exception)}");
            }
        }

        private static GatewayOptions Options(TimeSpan? retention) => new()
        {
            Engines = [new EngineOptions { Id = "home", Place = Place.Local, Model = "m", BaseUrl = new Uri("http://127.0.0.1:9/v1") }],
            Privacy = new PrivacyOptions { Retention = retention },
        };
    }

    /// <summary>Tells when somebody begins to wait.</summary>
    private sealed class ClockWithWaits(DateTimeOffset now) : Microsoft.Extensions.Time.Testing.FakeTimeProvider(now)
    {
        public SemaphoreSlim Waits { get; } = new(0);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            Waits.Release();
            return timer;
        }
    }
}
