using AutoClaw.Gateway.Ledger;

namespace AutoClaw.Tests.Ledger;

/// <summary>A log file whose end is damaged, as a dying disk or a crash of the system may leave it.</summary>
public sealed class LedgerTailTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Open_EndOfTheLogIsDamaged_KeepsWhatLiesBeforeItAndGoesOn(bool cut)
    {
        const int Entries = 40;
        using var folder = new LedgerFolder();
        await using var writer = folder.Open();
        var ends = new List<long>();
        for (var i = 0; i < Entries; i++)
        {
            await writer.SettleAsync(LedgerFolder.Attempt($"r{i:D2}"));
            ends.Add(new FileInfo(folder.Path + "-wal").Length);
        }

        var random = new Random(cut ? 1 : 2);
        for (var round = 0; round < 15; round++)
        {
            // As the death of the process leaves them.
            using var left = new LedgerFolder();
            File.Copy(folder.Path, left.Path);
            File.Copy(folder.Path + "-wal", left.Path + "-wal");
            var at = random.NextInt64(ends[0], ends[^1]);
            Damage(left.Path + "-wal", at, cut);

            await using (var next = left.Open())
            {
                await next.SettleAsync(LedgerFolder.Attempt("z"));
            }

            var there = left.Query("SELECT request_id FROM attempt ORDER BY id", row => row.GetString(0));
            var before = ends.Count(end => end <= at);
            Assert.Equal([.. Enumerable.Range(0, before).Select(i => $"r{i:D2}"), "z"], there);
            Assert.Empty(LedgerInspection.Run(left.Path).Problems);
        }
    }

    private static void Damage(string path, long at, bool cut)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite);
        if (cut)
        {
            file.SetLength(at);
            return;
        }

        file.Position = at;
        var was = file.ReadByte();
        file.Position = at;
        file.WriteByte((byte)(was ^ 0x5A));
    }
}
