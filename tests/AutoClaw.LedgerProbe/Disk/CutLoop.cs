using System.Globalization;
using AutoClaw.Gateway.Ledger;
using Microsoft.Data.Sqlite;

namespace AutoClaw.LedgerProbe.Disk;

/// <summary>
/// Cuts the power: records what a ledger's writer asks of the disk, then takes for each of many moments what the disk had promised to keep
/// and a random part of the rest, opens that as a gateway would, and looks for what was acknowledged by then.
/// </summary>
internal sealed class CutLoop(string folder, CutPromise promise, Random random)
{
    private const int CutsOfOneRecord = 25;
    private const int Callers = 3;

    private readonly string _disk = Path.Combine(folder, "disk");
    private readonly string _left = Path.Combine(folder, "left");
    private List<DiskEvent> _events = [];
    private long _expected;
    private long _lost;
    private long _damaged;
    private long _dropped;

    public static async Task<int> RunAsync(string folder, int cuts, CutPromise promise, int seed)
    {
        var loop = new CutLoop(folder, promise, new Random(seed));
        for (var done = 0; done < cuts; done += CutsOfOneRecord)
        {
            await loop.RecordAsync();
            loop.Cut(Math.Min(CutsOfOneRecord, cuts - done));
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{cuts:N0} cuts, fsync {promise}: {loop._expected:N0} promised entries looked for, {loop._lost} lost, {loop._damaged} ledgers damaged or doubled, {loop._dropped:N0} writes that were not promised"));
        return loop._lost + loop._damaged == 0 ? 0 : 1;
    }

    private async Task RecordAsync()
    {
        Renew(_disk);
        _events = RecordingVfs.Record();
        await using var writer = LedgerWriter.Open(Path.Combine(_disk, "ledger.db"), TimeProvider.System, new LedgerWriterOptions
        {
            Vfs = RecordingVfs.Name,
            Fsync = promise == CutPromise.Always ? TimeSpan.Zero : TimeSpan.FromMilliseconds(2),
            Synced = promise == CutPromise.Interval ? Keep : static _ => { },
            RollUpEvery = 20,

            // Often, so that cuts meet checkpoints too.
            Opened = static ledger => ledger.Execute("PRAGMA wal_autocheckpoint = 60"),
        });
        var rounds = random.Next(10, 60);
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(async () =>
        {
            for (var round = 0; round < rounds; round++)
            {
                var attempt = ProbeAttempt.Sent(caller, round);
                await writer.ReserveAsync(attempt);
                RecordingVfs.Add(new DiskEvent(DiskEventKind.Reserved, attempt.RequestId));
                ProbeAttempt.Answer(attempt);
                await writer.SettleAsync(attempt);
                RecordingVfs.Add(new DiskEvent(DiskEventKind.Settled, attempt.RequestId));
            }
        })));
    }

    // As WalSync does it: the file, then its folder.
    private static void Keep(string path)
    {
        if (!File.Exists(path))
        {
            throw new FileNotFoundException();
        }

        RecordingVfs.Add(new DiskEvent(DiskEventKind.Kept, Path.GetFileName(path), RecordingVfs.Count));
        RecordingVfs.Add(new DiskEvent(DiskEventKind.FolderKept, ""));
    }

    private void Cut(int cuts)
    {
        var moments = Enumerable.Range(0, cuts).Select(_ => random.Next(_events.Count + 1)).Order().ToArray();
        var image = new DiskImage();
        var (promised, settled, reserved) = (0L, new List<(string Id, int At)>(), new List<(string Id, int At)>());
        var next = 0;
        for (var at = 0; at <= _events.Count; at++)
        {
            for (; next < moments.Length && moments[next] == at; next++)
            {
                var until = promise == CutPromise.Interval ? promised : at;
                Check(image, [.. settled.Where(entry => entry.At < until).Select(entry => entry.Id)], [.. reserved.Where(entry => entry.At < until).Select(entry => entry.Id)]);
            }

            if (at == _events.Count)
            {
                break;
            }

            var happened = _events[at];
            image.Apply(happened, at);
            switch (happened)
            {
                case { Kind: DiskEventKind.Settled }:
                    settled.Add((happened.File, at));
                    break;
                case { Kind: DiskEventKind.Reserved }:
                    reserved.Add((happened.File, at));
                    break;
                case { Kind: DiskEventKind.Kept, File: "ledger.db-wal" }:
                    promised = Math.Max(promised, happened.Offset);
                    break;
                default:
                    break;
            }
        }
    }

    private void Check(DiskImage image, string[] settled, string[] reserved)
    {
        Renew(_left);
        image.WriteTo(_left, random);
        _dropped += image.Unkept;
        _expected += settled.Length + reserved.Length;
        var path = Path.Combine(_left, "ledger.db");
        try
        {
            LedgerWriter.Open(path, TimeProvider.System).DisposeAsync().AsTask().GetAwaiter().GetResult();
            var there = Read(path);
            _lost += settled.Count(id => !there.TryGetValue(id, out var outcome) || outcome != 1) + reserved.Count(id => !there.ContainsKey(id));
            var problems = LedgerInspection.Run(path).Problems;
            _damaged += problems.Length;
            foreach (var problem in problems)
            {
                Console.WriteLine(problem);
            }
        }
        catch (Exception error) when (error is LedgerException or ArgumentException)
        {
            // Not to be opened, or twice the same: reading makes a dictionary.
            Console.WriteLine(error.Message);
            _damaged++;
        }
    }

    private static Dictionary<string, long> Read(string path)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT request_id, outcome FROM attempt";
        using var reader = command.ExecuteReader();
        var rows = new Dictionary<string, long>();
        while (reader.Read())
        {
            rows.Add(reader.GetString(0), reader.GetInt64(1));
        }

        return rows;
    }

    private static void Renew(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        Directory.CreateDirectory(folder);
    }
}
