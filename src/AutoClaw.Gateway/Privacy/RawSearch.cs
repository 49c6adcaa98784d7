using System.Text;
using AutoClaw.Gateway.Audit;
using AutoClaw.Gateway.Ledger;
using AutoClaw.Gateway.Responses;

namespace AutoClaw.Gateway.Privacy;

/// <summary>
/// Looks for traces of a person in the bytes of files, whatever these say of themselves. Not in the process of a gateway that has them open:
/// closing a file there would free SQLite's locks on it.
/// </summary>
/// <param name="hash">Of the person.</param>
/// <param name="requestIds">Of their requests, as they were.</param>
/// <param name="text">Who they are, in clear.</param>
internal sealed class RawSearch(string hash, IReadOnlySet<string> requestIds, string text)
{
    // Shorter words stand everywhere by chance.
    private const int LeastText = 8;

    // A request's id begins with this.
    private const int IdLength = 23;

    private const int Chunk = 1 << 20;

    // A name and an id are shorter.
    private const int Overlap = 1024;

    private readonly byte[] _hash = Encoding.ASCII.GetBytes(hash);
    private readonly byte[] _text = Encoding.UTF8.GetByteCount(text) >= LeastText ? Encoding.UTF8.GetBytes(text) : [];

    private static ReadOnlySpan<byte> IdMark => "req_"u8;

    /// <summary>All that lies beside a ledger and belongs to it, the key for subjects left out.</summary>
    public static string[] FilesOf(string ledger)
    {
        var full = Path.GetFullPath(ledger);
        var kept = ResponseStore.PathBeside(full);
        return [.. new[] { full, full + "-wal", full + "-shm", full + "-journal", kept, kept + "-wal", kept + "-shm", kept + "-journal", AuditLog.PathOf(full) }.Where(File.Exists)];
    }

    /// <summary>How often the hash or an id stands there, and how often the name; a name may stand there for other reasons.</summary>
    /// <exception cref="IOException">A file can't be read.</exception>
    public (long Traces, long Names) Count(string path)
    {
        using var file = new FileStream(path, new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.Read, Share = FileShare.ReadWrite | FileShare.Delete, BufferSize = 0 });
        var buffer = new byte[Overlap + Chunk];
        var (kept, traces, names) = (0, 0L, 0L);
        while (true)
        {
            var read = file.ReadAtLeast(buffer.AsSpan(kept), buffer.Length - kept, throwOnEndOfStream: false);
            var filled = buffer.AsSpan(0, kept + read);
            var last = filled.Length < buffer.Length;

            // What begins in the last bytes is found with those that follow.
            var starts = last ? filled.Length : filled.Length - Overlap;
            traces += Count(filled, starts, _hash) + CountIds(filled, starts);
            names += Count(filled, starts, _text);
            if (last)
            {
                return (traces, names);
            }

            filled[starts..].CopyTo(buffer);
            kept = Overlap;
        }
    }

    private static long Count(ReadOnlySpan<byte> bytes, int starts, ReadOnlySpan<byte> wanted)
    {
        var count = 0L;
        for (var at = 0; wanted.Length > 0 && bytes[at..].IndexOf(wanted) is var next and >= 0 && at + next < starts; at += next + 1)
        {
            count++;
        }

        return count;
    }

    private long CountIds(ReadOnlySpan<byte> bytes, int starts)
    {
        if (requestIds.Count == 0)
        {
            return 0;
        }

        var count = 0L;
        for (var at = 0; bytes[at..].IndexOf(IdMark) is var next and >= 0 && at + next < starts; at += next + 1)
        {
            var rest = bytes[(at + next)..];
            if (rest.Length >= IdLength && requestIds.Contains(Encoding.Latin1.GetString(rest[..IdLength])))
            {
                count++;
            }
        }

        return count;
    }
}
