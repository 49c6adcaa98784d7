using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace AutoClaw.Gateway.Audit;

/// <summary>
/// What administrators, configuration and ledger did, one JSON object a line, each with the SHA-256 of itself and of the line before it: nothing
/// can be changed, put in or taken out before the last line without all that follows being wrong. Several processes may write; each write
/// takes the file for itself and goes on from what is there.
/// </summary>
public sealed class AuditLog
{
    /// <summary>The hash before the first line.</summary>
    public const string Genesis = "0000000000000000000000000000000000000000000000000000000000000000";

    // A record is far shorter; what is larger would not be found again at the end of the file.
    private const int MaxLine = 64 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly TimeProvider _time;

    public AuditLog(string path, TimeProvider time)
    {
        Path = path;
        _time = time;
    }

    public string Path { get; }

    /// <summary>The audit log beside a ledger: <c>ledger.audit.jsonl</c> for <c>ledger.db</c>.</summary>
    public static string PathOf(string ledger) => System.IO.Path.ChangeExtension(ledger, ".audit.jsonl");

    /// <summary>Adds one record; it is on the disk when this returns.</summary>
    /// <param name="kind">What happened, for example <c>config</c>.</param>
    /// <param name="actor">Who did it: an admin key's id, <c>file</c>, <c>gateway</c>.</param>
    /// <param name="data">What is to be known of it; nothing secret.</param>
    /// <exception cref="IOException">It could not be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    public void Write(string kind, string actor, JsonObject data)
    {
        using var file = Open();
        var (number, before, end) = Last(file);
        var record = new JsonObject
        {
            ["n"] = number + 1, ["at"] = _time.GetUtcNow().ToString("O", CultureInfo.InvariantCulture), ["kind"] = kind, ["actor"] = actor, ["data"] = data, ["prev"] = before,
        };
        var text = record.ToJsonString();
        var line = AuditLine.Seal(text);
        if (line.Length > MaxLine)
        {
            throw new IOException($"an audit record of {line.Length} bytes is longer than any may be");
        }

        file.SetLength(end);
        file.Seek(end, SeekOrigin.Begin);
        file.Write(line);
        file.Flush(flushToDisk: true);
    }

    /// <summary>The last whole record's number and hash; 0 and <see cref="Genesis"/> where there is none.</summary>
    public (long Number, string Hash) Head()
    {
        if (!File.Exists(Path))
        {
            return (0, Genesis);
        }

        using var file = OpenToRead(Path);
        var (number, hash, _) = Last(file);
        return (number, hash);
    }

    /// <summary>Its lines, read at once: nobody can write while somebody reads.</summary>
    /// <exception cref="IOException">It can't be read.</exception>
    internal static IEnumerable<string> Lines(string path)
    {
        using var reader = new StreamReader(OpenToRead(path));
        while (reader.ReadLine() is { } line)
        {
            yield return line;
        }
    }

    /// <summary>Its last lines, the latest first; all of them where it is short.</summary>
    /// <exception cref="IOException">It can't be read.</exception>
    internal static IReadOnlyList<string> LastLines(string path)
    {
        using var file = OpenToRead(path);
        var length = (int)Math.Min(file.Length, 4 * MaxLine);
        var tail = new byte[length];
        file.Seek(file.Length - length, SeekOrigin.Begin);
        file.ReadExactly(tail);
        var lines = Encoding.UTF8.GetString(tail).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Array.Reverse(lines);
        return lines;
    }

    private static FileStream OpenToRead(string path) =>
        OpenPatiently(path, new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.Read, Share = FileShare.ReadWrite }, TimeProvider.System);

    private FileStream Open()
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return OpenPatiently(Path, options, _time);
    }

    private static FileStream OpenPatiently(string path, FileStreamOptions options, TimeProvider time)
    {
        var since = time.GetTimestamp();
        while (true)
        {
            try
            {
                return new FileStream(path, options);
            }
            catch (IOException error) when (error is not (FileNotFoundException or DirectoryNotFoundException) && time.GetElapsedTime(since) < Patience)
            {
                // Somebody else has it for one line.
                Thread.Yield();
            }
        }
    }

    // What a power cut has left of a last line is no record: the next one takes its place.
    private static (long Number, string Hash, long End) Last(FileStream file)
    {
        var length = (int)Math.Min(file.Length, 2 * MaxLine);
        var tail = new byte[length];
        file.Seek(file.Length - length, SeekOrigin.Begin);
        file.ReadExactly(tail);
        var end = tail.AsSpan().LastIndexOf((byte)'\n');
        if (end < 0)
        {
            return file.Length > length ? throw new IOException("the audit log ends in something that is no record") : (0, Genesis, 0);
        }

        var begin = tail.AsSpan(0, end).LastIndexOf((byte)'\n') + 1;
        return AuditLine.TryRead(Encoding.UTF8.GetString(tail, begin, end - begin), out var last)
            ? (last.Number, last.Hash, file.Length - length + end + 1)
            : throw new IOException("the last line of the audit log is no record of it; 'autoclaw privacy verify' says more");
    }
}
