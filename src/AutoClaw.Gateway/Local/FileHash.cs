using System.Security.Cryptography;

namespace AutoClaw.Gateway.Local;

/// <summary>SHA-256 of files that do not fit into memory.</summary>
internal static class FileHash
{
    // 1 MiB: fewer, larger reads; the hash itself takes longer than the call.
    private const int BufferBytes = 1 << 20;

    /// <param name="path">The file.</param>
    /// <param name="report">Told the bytes done so far.</param>
    /// <param name="cancelled">Ends it early.</param>
    /// <returns>The hash in lower-case hexadecimal.</returns>
    /// <exception cref="IOException">It can't be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    public static async Task<string> Sha256Async(string path, Action<long>? report, CancellationToken cancelled)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 0, FileOptions.SequentialScan | FileOptions.Asynchronous);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[BufferBytes];
        var done = 0L;
        for (int count; (count = await file.ReadAsync(buffer, cancelled)) > 0;)
        {
            hash.AppendData(buffer, 0, count);
            report?.Invoke(done += count);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
