using AutoClaw.Gateway.Ledger;
using Microsoft.Extensions.Time.Testing;

namespace AutoClaw.Tests.Ledger;

public sealed class LedgerAimsTests
{
    private static readonly AimRow Row = new("auto", "cloud_share=0.35", -7, [1, 2, 3]);

    [Fact]
    public async Task Close_KeptAims_AreThereAtTheNextStart()
    {
        using var folder = new LedgerFolder();
        await using (var writer = folder.Open())
        {
            Assert.Empty(writer.Aims);
            writer.KeepAims(() => [Row, Row with { Route = "other", State = [4] }]);
        }

        await using (var writer = folder.Open())
        {
            Assert.Equal(["auto", "other"], writer.Aims.Select(row => row.Route).Order());
            var saved = writer.Aims.Single(row => row.Route == "auto");
            Assert.Equal((Row.Aim, Row.Calibration), (saved.Aim, saved.Calibration));
            Assert.Equal(Row.State, saved.State);
            writer.KeepAims(() => [Row with { State = [9] }]);
        }

        Assert.Equal(2, folder.Number("SELECT count(*) FROM aim"));
        Assert.Equal("09", folder.Query("SELECT hex(state) FROM aim WHERE route = 'auto'", row => row.GetString(0)).Single());
    }

    [Fact]
    public async Task Settle_TimeHasCome_WritesTheAimsWhileItRuns()
    {
        using var folder = new LedgerFolder();
        var time = new FakeTimeProvider(LedgerFolder.Noon);
        // Seconds that pass in no time are no disk that does not answer.
        await using var writer = LedgerWriter.Open(folder.Path, time, new LedgerWriterOptions { StallAfter = TimeSpan.FromDays(1) });
        writer.KeepAims(() => [Row]);
        await writer.SettleAsync(LedgerFolder.Attempt("r1"));
        time.Advance(TimeSpan.FromSeconds(4));
        await writer.SettleAsync(LedgerFolder.Attempt("r2"));
        await writer.SettleAsync(LedgerFolder.Attempt("r3"));
        Assert.Equal(0, folder.Number("SELECT count(*) FROM aim"));

        // What follows a group is done before the next one is begun.
        time.Advance(TimeSpan.FromSeconds(1));
        await writer.SettleAsync(LedgerFolder.Attempt("r4"));
        await writer.SettleAsync(LedgerFolder.Attempt("r5"));
        Assert.Equal(1, folder.Number("SELECT count(*) FROM aim"));
        Assert.Equal((LedgerFolder.Noon + TimeSpan.FromSeconds(5)).ToUnixTimeMilliseconds() * 1000, folder.Number("SELECT saved_at FROM aim"));
    }

    [Fact]
    public async Task Close_AimsCannotBeWritten_LosesThemAndNothingElse()
    {
        using var folder = new LedgerFolder();
        await using (var writer = folder.Open())
        {
            folder.Execute("DROP TABLE aim");
            writer.KeepAims(() => [Row]);
            await writer.SettleAsync(LedgerFolder.Attempt("r1"));
        }

        Assert.Equal(1, folder.Number("SELECT count(*) FROM attempt"));
    }
}
