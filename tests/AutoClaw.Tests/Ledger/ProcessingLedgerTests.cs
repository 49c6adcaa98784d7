using AutoClaw.Core.Model;
using AutoClaw.Core.Privacy;
using AutoClaw.Gateway.Ledger;

namespace AutoClaw.Tests.Ledger;

/// <summary>What a record of processing counts is what usage and the proof of egress count, for any time and however it is put together.</summary>
public sealed class ProcessingLedgerTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Read_RandomTraffic_CountsAsUsageAndProofDo(int seed)
    {
        using var folder = new LedgerFolder();
        var random = new Random(seed);
        await using (var writer = folder.Open(new LedgerWriterOptions { RollUpEvery = 1 + random.Next(200) }))
        {
            for (var i = 0; i < 400; i++)
            {
                await RequestAsync(writer, random, i);
            }
        }

        AssertSame(folder.Path, null, null);
        for (var times = 0; times < 10; times++)
        {
            var since = LedgerFolder.Noon.AddSeconds(random.Next(40_000));
            AssertSame(folder.Path, since, random.Next(2) == 0 ? null : since.AddSeconds(random.Next(20_000)));
            AssertSame(folder.Path, null, since);
        }
    }

    [Fact]
    public async Task Read_Nothing_IsEmpty()
    {
        using var folder = new LedgerFolder();
        await folder.Open().DisposeAsync();
        var found = ProcessingLedger.Read(folder.Path, null, null);
        Assert.Empty(found.Calls);
        Assert.Equal((0, 0, 0, 0), (found.Requests, found.People, found.Naming, found.Erased));
        Assert.Equal(0, ProcessedSums.Of(found.Calls).Calls);
    }

    private static void AssertSame(string path, DateTimeOffset? since, DateTimeOffset? until)
    {
        var found = ProcessingLedger.Read(path, since, until);
        var sums = ProcessedSums.Of(found.Calls);
        var total = UsageReport.Read(path, new UsageQuery(UsageGrouping.Engine, since, until))!.Total;
        Assert.Equal((total.Requests, total.Attempts, total.Failures, total.Cancelled, total.Unknown), (found.Requests, sums.Calls, sums.Outcomes[2] + sums.Outcomes[3], sums.Outcomes[4], sums.Outcomes[0]));
        Assert.Equal(sums.Calls, sums.Outcomes.Sum());
        AssertRows(UsageGrouping.Engine, found.ByEngine.Select(each => (each.Key.Engine, each.Value)), call => call.Engine);
        AssertRows(UsageGrouping.Route, found.ByRoute.Select(each => (each.Key, each.Value)), call => call.Route);
        AssertRows(UsageGrouping.Key, found.ByKey.Select(each => (each.Key.Length == 0 ? "(none)" : each.Key, each.Value)), call => call.Key ?? "(none)");
        void AssertRows(UsageGrouping by, IEnumerable<(string Name, long Requests)> requests, Func<ProcessedCalls, string> name)
        {
            var rows = UsageReport.Read(path, new UsageQuery(by, since, until))!.Rows;
            Assert.Equal(rows.Select(row => (row.Name, row.Sums.Attempts)).Order(), found.Calls.GroupBy(name).Select(group => (group.Key, ProcessedSums.Of(group).Calls)).Order());
            Assert.Equal(rows.Select(row => (row.Name, row.Sums.Requests)).Order(), requests.Order());
        }

        var proof = EgressReport.Read(path, since, until).Rows;
        Assert.Equal((proof.Sum(row => row.Attempts), proof.Sum(row => row.Bytes), proof.Sum(row => row.Uncounted)), (sums.Calls, sums.BytesOut, sums.Uncounted));
        Assert.Equal(
            proof.Select(row => (row.Privacy, row.Place, row.Address, row.Attempts, row.Bytes)).Order(),
            found.Calls.GroupBy(call => (call.Label, call.Place, call.Address)).Select(group => (group.Key.Label, group.Key.Place, group.Key.Address, ProcessedSums.Of(group).Calls, ProcessedSums.Of(group).BytesOut)).Order());
    }

    private static async Task RequestAsync(LedgerWriter writer, Random random, int i)
    {
        var (key, route, subject) = (random.Next(3) switch { 0 => null, 1 => "key1", _ => "key2" }, random.Next(2) == 0 ? "auto" : "home", random.Next(2) == 0 ? null : new string((char)('a' + random.Next(4)), 32));
        var at = LedgerFolder.Noon.AddSeconds(random.Next(60_000));
        for (var number = 1; number <= 1 + random.Next(3); number++)
        {
            var cloud = random.Next(2) == 0;
            var attempt = new Attempt
            {
                RequestId = $"r{i}", Number = number, Role = (AttemptRole)random.Next(4), KeyId = key, Subject = subject, Operation = "chat", Route = route, Engine = cloud ? "sky" : "home",
                Place = cloud ? Place.Cloud : Place.Local, Model = random.Next(2) == 0 ? "m" : "n", Reason = "pinned", ReceivedAt = at, SentMicros = 1, Usage = new Usage(10, 0, 5, 0, Estimated: true),
                Privacy = random.Next(3) == 0 ? new PrivacyLabel(false, true, null) : PrivacyLabel.Open, PrivacyReason = random.Next(3) == 0 ? "header" : null, Cost = new Money(7),
            };
            await writer.ReserveAsync(attempt);
            if (random.Next(20) == 0)
            {
                // Its gateway dies.
                continue;
            }

            attempt.Outcome = (AttemptOutcome)random.Next(7);
            attempt.EgressBytes = 0;
            if (cloud)
            {
                attempt.Leaves(random.Next(1, 5_000), random.Next(2) == 0 ? "192.0.2.1" : "192.0.2.2");
            }

            await writer.SettleAsync(attempt);
        }
    }
}
