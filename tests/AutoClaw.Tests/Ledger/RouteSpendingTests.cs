using AutoClaw.Core.Model;
using AutoClaw.Gateway.Ledger;

namespace AutoClaw.Tests.Ledger;

public sealed class RouteSpendingTests
{
    [Fact]
    public async Task Read_MixedAttempts_SumsTheRoutesCloudAnswersAndChecks()
    {
        using var folder = new LedgerFolder();
        await using (var writer = folder.Open())
        {
            await writer.SettleAsync(LedgerFolder.Attempt("r1"));
            await writer.SettleAsync(LedgerFolder.Attempt("r2", role: AttemptRole.Check));
            await writer.SettleAsync(LedgerFolder.Attempt("r2", number: 2, role: AttemptRole.Shadow));
            await writer.SettleAsync(LedgerFolder.Attempt("r2", number: 3, role: AttemptRole.Judge));
            await writer.SettleAsync(LedgerFolder.Attempt("r3", engine: "home", place: Place.Local));

            // Under way when the gateway stops: at its estimate.
            await writer.ReserveAsync(LedgerFolder.Attempt("r4"));
        }

        await folder.Open().DisposeAsync();
        Assert.Equal(3_000_000, RouteSpending.Read(folder.Path, "auto", LedgerFolder.Noon).Picodollars);
        Assert.Equal(0, RouteSpending.Read(folder.Path, "auto", LedgerFolder.Noon + TimeSpan.FromTicks(10)).Picodollars);
        Assert.Equal(0, RouteSpending.Read(folder.Path, "other", LedgerFolder.Noon).Picodollars);
    }

    [Fact]
    public void Read_NoFile_IsNothing()
    {
        using var folder = new LedgerFolder();
        Assert.Equal(Money.Zero, RouteSpending.Read(folder.Path, "auto", LedgerFolder.Noon));
    }

    [Fact]
    public void Read_NoLedger_SaysSo()
    {
        using var folder = new LedgerFolder();
        File.WriteAllText(folder.Path, new string('x', 5000));
        Assert.Equal(LedgerException.Corrupt, Assert.Throws<LedgerException>(() => RouteSpending.Read(folder.Path, "auto", LedgerFolder.Noon)).Code);
    }
}
