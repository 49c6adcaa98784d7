using System.Globalization;
using AutoClaw.Core.Model;
using AutoClaw.FunctionalTests.Gateway;
using AutoClaw.Gateway.Ledger;

namespace AutoClaw.FunctionalTests.Gone;

/// <summary>
/// Clients that leave, at every stage of their request, in order and with a reset: the engine hears of it, every call has one entry, and
/// nothing stays taken. <c>bench/overload.sh</c> has more of them leave (<c>AUTOCLAW_DROPS</c>) and shows how long it took
/// (<c>AUTOCLAW_DROPS_REPORT</c>).
/// </summary>
public sealed class GoneClientTests
{
    private const int Clients = 16;

    // Of an answer that is whole, so that its connection is kept.
    private const int EnginesThatAnswer = 5;

    private static readonly int? Drops =
        Environment.GetEnvironmentVariable("AUTOCLAW_DROPS") is { } drops ? int.Parse(drops, CultureInfo.InvariantCulture) : null;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string, bool> Cases
    {
        get
        {
            var cases = new TheoryData<string, bool>();
            foreach (var stage in GoneStages.All)
            {
                cases.Add(stage.Name, true);
                cases.Add(stage.Name, false);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Client_LeavesAtOneStage_EngineHearsOfItAndEachCallHasOneEntry(string name, bool stream)
    {
        var stage = GoneStages.All.Single(stage => stage.Name == name);
        await using var rig = await DropRig.StartAsync();

        // Once in order, once with a reset.
        for (var i = 0; i < 2; i++)
        {
            await rig.DropAsync(stage, stream, isOnly: true);
        }

        await rig.AssertNothingIsHeldAsync();
        AssertLedger(await rig.Gateway.StopAndReadLedgerAsync(), rig.Gateway, _ => 2, [stage]);
    }

    [Fact]
    public async Task Clients_LeaveAtAllStagesAtTheSameTime_NothingStaysTaken()
    {
        var kinds = GoneStages.All.SelectMany(stage => new[] { (stage, true), (stage, false) }).ToArray();
        var drops = ((Drops ?? kinds.Length * 8) + kinds.Length - 1) / kinds.Length * kinds.Length;
        await using var rig = await DropRig.StartAsync();
        var alone = new DropReport("One at a time");
        var handles = 0;
        if (Drops is not null)
        {
            // What is made once only is there after the first of each.
            foreach (var (stage, stream) in kinds.SelectMany(kind => Enumerable.Repeat(kind, 20)))
            {
                alone.Add(stage, stream, await rig.DropAsync(stage, stream, isOnly: true));
            }

            alone.Write();
            handles = Handles();
        }

        var order = Enumerable.Range(0, drops).Select(i => kinds[i % kinds.Length]).ToArray();
        new Random(6).Shuffle(order);
        var report = new DropReport($"{drops:N0} drops of {Clients} clients");
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Increment(ref next) is var i && i < order.Length)
            {
                var (stage, stream) = order[i];
                report.Add(stage, stream, await rig.DropAsync(stage, stream, isOnly: false));
            }
        })));

        var after = 0;
        if (Drops is not null)
        {
            // A connection that could not be made is given up after five seconds; those to engines that answered wait for the next call.
            await Fixtures.Eventually.TrueAsync(() => (after = Handles()) <= handles + (2 * Clients * EnginesThatAnswer));
        }

        await rig.AssertNothingIsHeldAsync();
        var rows = await rig.Gateway.StopAndReadLedgerAsync();
        report.Write($": {rows.Count:N0} entries; handles before and after: {handles}, {after}");
        AssertLedger(rows, rig.Gateway, _ => (drops / kinds.Length * 2) + (Drops is null ? 0 : 40), GoneStages.All);
    }

    private static void AssertLedger(IReadOnlyList<LedgerRow> rows, GatewayUnderTest gateway, Func<GoneStage, int> drops, IReadOnlyList<GoneStage> stages)
    {
        var expected = stages.SelectMany(stage => stage.Entries.Select(entry => (entry.Engine, entry.Outcome, Count: drops(stage))))
            .Concat(DropRig.Own)
            .Select(each => $"{each.Engine}: {each.Count} {each.Outcome}").Order(StringComparer.Ordinal);
        var booked = rows.GroupBy(row => (row.Engine, row.Outcome)).Select(group => $"{group.Key.Engine}: {group.Count()} {group.Key.Outcome}").Order(StringComparer.Ordinal);
        Assert.Equal(expected, booked);
        Assert.Equal(rows.Count, rows.Select(row => (row.RequestId, row.Number)).Distinct().Count());
        Assert.Equal(0, gateway.OpenReservations());
        Assert.Empty(LedgerInspection.Run(gateway.Options.Ledger.Path!).Problems);
        Assert.DoesNotContain(gateway.Log.Items, line => line.StartsWith("Error", StringComparison.Ordinal) || line.StartsWith("Critical", StringComparison.Ordinal));
        Assert.All(rows.Where(row => row.Outcome == AttemptOutcome.Cancelled), row => Assert.Contains(row.ErrorCode, (string?[])["client_closed"]));
    }

    private static int Handles() => OperatingSystem.IsLinux() ? Directory.GetFileSystemEntries("/proc/self/fd").Length : 0;
}
