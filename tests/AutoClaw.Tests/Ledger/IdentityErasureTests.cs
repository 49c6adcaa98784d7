using AutoClaw.Core.Model;
using AutoClaw.Gateway.Ledger;
using AutoClaw.Gateway.Privacy;
using Microsoft.Data.Sqlite;

namespace AutoClaw.Tests.Ledger;

/// <summary>Cost stays, identity goes: on ledgers as traffic leaves them, with a writer at work and without.</summary>
public sealed class IdentityErasureTests
{
    private static readonly string Ann = new('a', 32);

    private static readonly string Bob = new('b', 32);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true, 1)]
    [InlineData(true, 2)]
    [InlineData(false, 3)]
    [InlineData(false, 4)]
    public async Task Erase_RandomTraffic_ChangesNothingButWhoItWas(bool running, int seed)
    {
        using var folder = new LedgerFolder();
        var random = new Random(seed);
        await using (var writer = folder.Open(new LedgerWriterOptions { RollUpEvery = 1 + random.Next(400) }))
        {
            await TrafficAsync(writer, random, 1_500);
        }

        // Makes entries of what was left under way.
        await folder.Open().DisposeAsync();
        var before = Figures(folder);
        var ids = SubjectRecords.RequestIds(folder.Path, IdentitySelection.Of(Ann));
        var others = Others(folder);
        var count = SubjectRecords.Count(folder.Path, IdentitySelection.Of(Ann));
        Assert.NotEmpty(ids);
        Assert.True(count.Labels > 0);
        if (running)
        {
            await using var writer = folder.Open();
            var erasure = new IdentityErasure(IdentitySelection.Of(Ann));
            await writer.RunAsync(file => file.Erase(erasure));
            Assert.Equal((count.Attempts, count.Requests, count.Labels), (erasure.Attempts, erasure.Requests, erasure.Labels));
            await writer.RunAsync(file =>
            {
                file.Vacuum();
                return false;
            }, takesLong: true);
        }
        else
        {
            var result = await new OfflineErasure(folder.Path, IdentitySelection.Of(Ann), audit: null, TimeProvider.System).RunAsync(rewrites: false);
            Assert.Equal((count.Attempts, count.Requests, count.Labels, true, true), (result.Attempts, result.Requests, result.Labels, result.LogIsEmpty, result.Rewritten));
        }

        Assert.Equal(before, Figures(folder));
        Assert.Equal(others, Others(folder));
        Assert.Empty(LedgerInspection.Run(folder.Path).Problems);
        Assert.Equal((0, 0, 0, 0), SubjectRecords.Count(folder.Path, IdentitySelection.Of(Ann)));
        Assert.Equal(count.Attempts, folder.Number("SELECT count(*) FROM attempt WHERE request_id LIKE 'erased_%'"));
        Assert.Equal(count.Requests, folder.Number("SELECT count(DISTINCT request_id) FROM attempt WHERE request_id LIKE 'erased_%'"));
        Assert.Equal((0, 0), RawSearch.FilesOf(folder.Path).Select(new RawSearch(Ann, ids, "marker of ann").Count).Aggregate((a, b) => (a.Traces + b.Traces, a.Names + b.Names)));
        Assert.True(new RawSearch(Bob, new HashSet<string>(), "marker of bob").Count(folder.Path) is { Traces: > 0, Names: > 0 });
        Assert.False((await new OfflineErasure(folder.Path, IdentitySelection.Of(Ann), audit: null, TimeProvider.System).RunAsync(rewrites: false)).FoundAny);
    }

    [Fact]
    public async Task Erase_WhileEntriesCome_LetsThemGoFirst()
    {
        using var folder = new LedgerFolder();
        await folder.Open().DisposeAsync();
        Fill(folder, 50_000);
        await using var writer = folder.Open();
        var ids = SubjectRecords.RequestIds(folder.Path, IdentitySelection.Of(Ann));
        var costs = Figures(folder);
        var erasure = new IdentityErasure(IdentitySelection.Of(Ann));
        var pieces = 0;
        var running = writer.RunAsync(file =>
        {
            Interlocked.Increment(ref pieces);
            return file.Erase(erasure);
        });
        var between = 0;
        var last = 0;
        for (var i = 0; !running.IsCompleted; i++)
        {
            await writer.SettleAsync(End(LedgerFolder.Attempt($"new{i}")));
            between += Volatile.Read(ref pieces) is var now && now != last ? 1 : 0;
            last = now;
        }

        await running;
        Assert.Equal((5_000, 5_000), (erasure.Attempts, ids.Count));
        Assert.True(between > 3, $"{between} entries between {pieces} pieces");
        Assert.Equal(5_000, folder.Number("SELECT count(*) FROM attempt WHERE request_id LIKE 'erased_%'"));
        Assert.Equal(45_000, folder.Number("SELECT count(*) FROM attempt WHERE request_id LIKE 'req_%' AND subject IS NOT NULL"));
        Assert.Equal(costs.Split(' ')[0], folder.Number("SELECT sum(cost_pd) FROM attempt WHERE request_id NOT LIKE 'new%'").ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task Erase_OlderThan_LeavesTheYoung()
    {
        using var folder = new LedgerFolder();
        await using var writer = folder.Open();
        for (var day = 0; day < 10; day++)
        {
            await writer.SettleAsync(End(Attempt($"r{day}", day % 2 == 0 ? Ann : null, LedgerFolder.Noon.AddDays(day))));
            await writer.LabelAsync(LabelOf($"r{day}", null, LedgerFolder.Noon.AddDays(day)));
        }

        var erasure = new IdentityErasure(IdentitySelection.OlderThan(LedgerFolder.Noon.AddDays(5)));
        await writer.RunAsync(file => file.Erase(erasure));
        Assert.Equal((3, 3, 5), (erasure.Attempts, erasure.Requests, erasure.Labels));
        Assert.Equal(["r1", "r3", "r5", "r6", "r7", "r8", "r9"], folder.Query("SELECT request_id FROM attempt WHERE request_id LIKE 'r%' ORDER BY 1", row => row.GetString(0)));
        Assert.Equal(2, folder.Number("SELECT count(*) FROM attempt WHERE subject IS NOT NULL"));
        Assert.Equal(["r5", "r6", "r7", "r8", "r9"], folder.Query("SELECT request_id FROM label ORDER BY 1", row => row.GetString(0)));
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(true, 2)]
    [InlineData(false, 3)]
    [InlineData(false, 4)]
    public async Task Erase_OlderThanRandomTraffic_ChangesNothingButWhoItWas(bool running, int seed)
    {
        using var folder = new LedgerFolder();
        var random = new Random(seed);
        await using (var traffic = folder.Open(new LedgerWriterOptions { RollUpEvery = 1 + random.Next(400) }))
        {
            await TrafficAsync(traffic, random, 1_500);
        }

        // Makes entries of what was left under way.
        await folder.Open().DisposeAsync();
        var old = IdentitySelection.OlderThan(LedgerFolder.Noon.AddSeconds(700));
        var (before, young, nobody) = (Figures(folder), Since(folder, old), Nobody(folder));
        var (ids, count) = (SubjectRecords.RequestIds(folder.Path, old), SubjectRecords.Count(folder.Path, old));
        Assert.True(count is { Attempts: > 300, Requests: > 300, Labels: > 100 } && ids.Count == count.Requests, $"{count} {ids.Count}");
        if (running)
        {
            await using var writer = folder.Open();
            var erasure = new IdentityErasure(old);
            await writer.RunAsync(file => file.Erase(erasure));
            Assert.Equal((count.Attempts, count.Requests, count.Labels), (erasure.Attempts, erasure.Requests, erasure.Labels));
        }
        else
        {
            var result = await new OfflineErasure(folder.Path, old, audit: null, TimeProvider.System).RunAsync(rewrites: false);
            Assert.Equal((count.Attempts, count.Requests, count.Labels, true, true), (result.Attempts, result.Requests, result.Labels, result.LogIsEmpty, result.Rewritten));
            Assert.Equal((0, 0), new RawSearch("", ids, "").Count(folder.Path));
        }

        Assert.Equal((before, young, nobody), (Figures(folder), Since(folder, old), Nobody(folder)));
        Assert.Empty(LedgerInspection.Run(folder.Path).Problems);
        Assert.Equal((0, 0, 0, 0), SubjectRecords.Count(folder.Path, old));
        Assert.Equal(count.Requests, folder.Number("SELECT count(DISTINCT request_id) FROM attempt WHERE request_id LIKE 'erased_%'"));
        Assert.Equal(0, folder.Number($"SELECT count(*) FROM label WHERE labelled_at < {old.BeforeMicros}"));
    }

    [Fact]
    public async Task Erase_LabelThatCameLater_IsFoundByWhomItIsAbout()
    {
        using var folder = new LedgerFolder();
        await using var writer = folder.Open();
        await writer.LabelAsync(LabelOf("gone", Ann, LedgerFolder.Noon));
        await writer.LabelAsync(LabelOf("stays", Bob, LedgerFolder.Noon));
        var erasure = new IdentityErasure(IdentitySelection.Of(Ann));
        await writer.RunAsync(file => file.Erase(erasure));
        Assert.Equal((0, 1), (erasure.Attempts, erasure.Labels));
        Assert.Equal(["stays"], folder.Query("SELECT request_id FROM label", row => row.GetString(0)));
    }

    [Fact]
    public async Task Run_AfterOrWhileItCloses_FailsAndNobodyHangs()
    {
        using var folder = new LedgerFolder();
        var writer = folder.Open();
        var begun = new TaskCompletionSource();
        var endless = writer.RunAsync(_ =>
        {
            begun.TrySetResult();
            return true;
        });
        await begun.Task.WaitAsync(Cancellation);
        await writer.DisposeAsync();
        Assert.Equal(LedgerException.Closed, (await Assert.ThrowsAsync<LedgerException>(() => endless)).Code);
        Assert.Equal(LedgerException.Closed, (await Assert.ThrowsAsync<LedgerException>(() => writer.RunAsync(_ => false))).Code);
    }

    [Fact]
    public async Task Run_PieceThatFails_TellsWhyAndEntriesGoOn()
    {
        using var folder = new LedgerFolder();
        await using var writer = folder.Open();
        await Assert.ThrowsAsync<LedgerException>(() => writer.RunAsync(_ => throw new InvalidOperationException("no")));
        await writer.SettleAsync(End(LedgerFolder.Attempt("r1")));
        Assert.False(writer.IsFailing);
    }

    [Fact]
    public async Task Offline_GatewayHasIt_IsRefused()
    {
        using var folder = new LedgerFolder();
        await using var writer = folder.Open();
        Assert.Equal(LedgerException.InUse, (await Assert.ThrowsAsync<LedgerException>(() => new OfflineErasure(folder.Path, IdentitySelection.Of(Ann), audit: null, TimeProvider.System).RunAsync(rewrites: false))).Code);
    }

    [Fact]
    public async Task Offline_DeadGatewayLeftAReservation_IsErasedToo()
    {
        using var folder = new LedgerFolder();
        await using (var writer = folder.Open())
        {
            await writer.ReserveAsync(Attempt("req_019a2b3c4d500000001", Ann, LedgerFolder.Noon));
        }

        Assert.Equal(1, (await new OfflineErasure(folder.Path, IdentitySelection.Of(Ann), audit: null, TimeProvider.System).RunAsync(rewrites: false)).Attempts);
        Assert.Equal((0, 0), new RawSearch(Ann, new HashSet<string> { "req_019a2b3c4d500000001" }, "").Count(folder.Path));
    }

    private static async Task TrafficAsync(LedgerWriter writer, Random random, int requests)
    {
        var open = new List<Attempt>();
        for (var i = 0; i < requests; i++)
        {
            var who = random.Next(3) switch { 0 => Ann, 1 => Bob, _ => null };
            var id = $"req_019a2b3c4d5{i:x8}";
            for (var number = 1; number <= 1 + (random.Next(5) / 4); number++)
            {
                var attempt = Attempt(id, who, LedgerFolder.Noon.AddSeconds(i), number);
                await writer.ReserveAsync(attempt);
                open.Add(attempt);
            }

            if (random.Next(4) == 0)
            {
                await writer.LabelAsync(LabelOf(id, who, LedgerFolder.Noon.AddSeconds(i)));
            }

            while (open.Count > 40 || (i == requests - 1 && open.Count > 3))
            {
                var at = random.Next(open.Count);
                await writer.SettleAsync(End(open[at]));
                open.RemoveAt(at);
            }
        }
    }

    // Whom each request is about stands in what is kept of its text.
    private static Label LabelOf(string id, string? who, DateTimeOffset at) => new()
    {
        RequestId = id, Judge = "user", At = at, KeyId = "key1", Subject = who, Route = "auto", LocalEngine = "home", LocalScore = 1,
        Comment = who == Ann ? "marker of ann" : "marker of bob", Features = new byte[700], Text = string.Concat(Enumerable.Repeat(who == Ann ? "marker of ann " : "marker of bob ", 60)),
    };

    private static Attempt Attempt(string id, string? who, DateTimeOffset at, int number = 1) => new()
    {
        RequestId = id, Number = number, KeyId = "key1", Subject = who, Operation = "chat", Route = "auto", Engine = number == 1 ? "home" : "sky", Place = number == 1 ? Place.Local : Place.Cloud,
        Model = "m", Reason = "pinned", ReceivedAt = at, SentMicros = 120, Usage = new Usage(100, 0, 50, 0, Estimated: true), Cost = new Money(number * 1_000_003), CounterfactualCost = new Money(2_000_000),
    };

    private static Attempt End(Attempt attempt)
    {
        attempt.Outcome = AttemptOutcome.Completed;
        return attempt;
    }

    private static string Figures(LedgerFolder folder) => string.Join(
        ' ',
        (string[])[
            folder.Number("SELECT coalesce(sum(cost_pd), 0) FROM attempt").ToString(System.Globalization.CultureInfo.InvariantCulture),
            .. Enum.GetValues<UsageGrouping>().Select(by => System.Text.Json.JsonSerializer.Serialize(UsageJson.From(UsageReport.Read(folder.Path, new UsageQuery(by))!)))]);

    private static List<string> Others(LedgerFolder folder)
    {
        var rows = folder.Query("SELECT * FROM attempt WHERE subject IS NOT '" + Ann + "' AND request_id NOT LIKE 'erased_%' ORDER BY id", Text);
        rows.AddRange(folder.Query("SELECT request_id, comment, text FROM label WHERE subject IS NOT '" + Ann + "' ORDER BY 1", Text));
        return rows;
    }

    // All of what is younger.
    private static string Since(LedgerFolder folder, IdentitySelection old) => string.Join('\n', (List<string>)[
        .. folder.Query($"SELECT * FROM attempt WHERE received_at >= {old.BeforeMicros} ORDER BY id", Text),
        .. folder.Query($"SELECT request_id, comment, text FROM label WHERE labelled_at >= {old.BeforeMicros} ORDER BY 1", Text)]);

    // Entries that never said whom they are about.
    private static string Nobody(LedgerFolder folder) =>
        string.Join('\n', folder.Query("SELECT * FROM attempt WHERE subject IS NULL AND request_id NOT LIKE 'erased_%' ORDER BY id", Text));

    private static string Text(SqliteDataReader row) => string.Join('|', Enumerable.Range(0, row.FieldCount).Select(i => Convert.ToString(row.GetValue(i), System.Globalization.CultureInfo.InvariantCulture)));

    private static void Fill(LedgerFolder folder, int rows) => folder.Execute($"""
        INSERT INTO attempt (request_id, number, received_at, sent_us, operation, streamed, route, engine, place, model, simulated, reason, decision_us,
            input_tokens, cached_tokens, output_tokens, reasoning_tokens, estimated, cost_pd, counterfactual_pd, outcome, role, subject)
        WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < {rows})
        SELECT printf('req_019a2b3c4d5%08x', i), 1, 1700000000000000 + i * 1000, 1, 'chat', 0, 'auto', 'home', 0, 'm', 0, 'pinned', 1,
            10, 0, 10, 0, 0, 1000003 + i, 5, 1, 'answer', CASE WHEN i % 10 = 0 THEN '{Ann}' ELSE printf('%032x', i) END FROM n
        """);
}
