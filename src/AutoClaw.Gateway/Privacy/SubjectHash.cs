using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AutoClaw.Gateway.Ledger;

namespace AutoClaw.Gateway.Privacy;

/// <summary>
/// What stands in files for whom a request is about: a hash under a random key of this installation. Without the key nobody can try names;
/// with it a name finds what is kept about it, and no name can be read from what is kept.
/// </summary>
internal sealed class SubjectHash
{
    /// <summary>Most bytes of UTF-8 that say whom a request is about.</summary>
    public const int MaxBytes = 512;

    private const int KeyBytes = 32;

    // 128 bits: two of a thousand million subjects are the same with a chance of one in a thousand million million million.
    private const int HashBytes = 16;

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly byte[] _key;

    private SubjectHash(byte[] key) => _key = key;

    /// <summary>A number that follows from the key, and that the key does not follow from.</summary>
    public long Seed => BinaryPrimitives.ReadInt64LittleEndian(HMACSHA256.HashData(_key, "conversations"u8));

    /// <summary>Where the key lies that belongs to a ledger: beside it, and no part of its backups.</summary>
    public static string PathBeside(string ledgerPath) => Path.ChangeExtension(Path.GetFullPath(ledgerPath), "subjects.key");

    /// <summary>Reads the key that lies beside the ledger, or makes one.</summary>
    /// <exception cref="LedgerException">It can't be read or made, others can read it, or it is none.</exception>
    public static SubjectHash OpenBeside(string ledgerPath)
    {
        var path = PathBeside(ledgerPath);
        try
        {
            if (!File.Exists(path))
            {
                Create(path);
            }

            return Read(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new LedgerException(LedgerException.Unavailable, $"The key for subjects can't be used: {error.Message}", error);
        }
    }

    /// <summary>Null where there is no key: then nobody has been named beside that ledger, or their hashes lead nowhere any more.</summary>
    /// <exception cref="LedgerException">It can't be read, others can read it, or it is none.</exception>
    public static SubjectHash? FindBeside(string ledgerPath) => File.Exists(PathBeside(ledgerPath)) ? OpenBeside(ledgerPath) : null;

    /// <returns>Null where it is empty or too long.</returns>
    public string? Of(string subject) => Encoding.UTF8.GetByteCount(subject) is > 0 and <= MaxBytes ? Of(Encoding.UTF8.GetBytes(subject)) : null;

    /// <summary>The same for a JSON string with its quotes.</summary>
    public string? OfJson(ReadOnlySpan<byte> json)
    {
        if (json.Length - 2 <= MaxBytes && json.IndexOf((byte)'\\') < 0)
        {
            return Of(json[1..^1]);
        }

        // An escape is at most six bytes for one.
        Span<byte> text = stackalloc byte[MaxBytes * 6];
        if (json.Length - 2 > text.Length)
        {
            return null;
        }

        var reader = new Utf8JsonReader(json);
        reader.Read();
        try
        {
            return Of(text[..reader.CopyString(text)]);
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair: no text at all.
            return null;
        }
    }

    private string? Of(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty || utf8.Length > MaxBytes)
        {
            return null;
        }

        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_key, utf8, hash);
        return Convert.ToHexStringLower(hash[..HashBytes]);
    }

    private static void Create(string path)
    {
        // Whole or not at all: another process may be about to read it.
        var part = $"{path}.{Environment.ProcessId}.tmp";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
            File.Delete(part);
        }

        try
        {
            using (var file = new FileStream(part, options))
            {
                file.Write(Encoding.ASCII.GetBytes(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(KeyBytes)) + "\n"));
                file.Flush(flushToDisk: true);
            }

            File.Move(part, path);
        }
        catch (IOException) when (File.Exists(path))
        {
            // Somebody else was quicker, and that key is the one.
            File.Delete(part);
        }
    }

    private static SubjectHash Read(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(file.SafeFileHandle) & ~OwnerOnly) != 0)
        {
            throw new LedgerException(LedgerException.Unavailable, $"Others can read or write {path}, the key for subjects. Run: chmod 600 {path}");
        }

        Span<byte> text = stackalloc byte[(KeyBytes * 2) + 2];
        var length = file.ReadAtLeast(text, text.Length, throwOnEndOfStream: false);
        var hex = Encoding.ASCII.GetString(text[..length]).TrimEnd();
        return hex.Length == KeyBytes * 2 && hex.All(char.IsAsciiHexDigit)
            ? new SubjectHash(Convert.FromHexString(hex))
            : throw new LedgerException(LedgerException.Unavailable, $"{path} holds no key for subjects. Put back the one that was there: with another, nobody's entries are found.");
    }
}
