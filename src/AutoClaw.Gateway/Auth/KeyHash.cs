using System.Security.Cryptography;
using System.Text;

namespace AutoClaw.Gateway.Auth;

/// <summary>How keys are stored: <c>sha256:</c> and the lower-case hex SHA-256 of the whole key's UTF-8 bytes.</summary>
internal static class KeyHash
{
    public const string Prefix = "sha256:";

    public static string Of(string key) => Prefix + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    /// <summary>The 32 bytes of a stored hash; false if it is none.</summary>
    public static bool TryRead(string stored, Span<byte> hash) =>
        stored.Length == Prefix.Length + (2 * SHA256.HashSizeInBytes)
        && stored.StartsWith(Prefix, StringComparison.Ordinal)
        && Convert.FromHexString(stored.AsSpan(Prefix.Length), hash, out _, out var written) == System.Buffers.OperationStatus.Done
        && written == SHA256.HashSizeInBytes;
}
