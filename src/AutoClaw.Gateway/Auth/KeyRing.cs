using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using AutoClaw.Gateway.Options;

namespace AutoClaw.Gateway.Auth;

/// <summary>
/// The keys that get in. Immutable: a reload builds another one. Checking takes the same steps for a wrong secret as for an unknown
/// id, so that time tells neither; ids are public, so finding one may take its own time.
/// </summary>
internal sealed class KeyRing
{
    private readonly string _prefix;
    private readonly FrozenDictionary<string, Entry> _entries;
    private readonly FrozenDictionary<string, Entry>.AlternateLookup<ReadOnlySpan<char>> _byId;

    // No key hashes to it, and nobody can know it: compared with where the id is unknown.
    private readonly Entry _nobody = new(string.Empty, RandomNumberGenerator.GetBytes(SHA256.HashSizeInBytes));

    /// <exception cref="ArgumentException">A hash is malformed or an id repeated: the options were not validated.</exception>
    public KeyRing(AuthOptions options)
        : this(options.Keys, ApiKey.Prefix)
    {
    }

    /// <inheritdoc cref="KeyRing(AuthOptions)"/>
    /// <param name="keys">Who gets in.</param>
    /// <param name="prefix">What their keys begin with.</param>
    public KeyRing(IEnumerable<ApiKeyOptions> keys, string prefix)
    {
        _prefix = prefix;
        var known = new Dictionary<string, Entry>(StringComparer.Ordinal);
        foreach (var key in keys)
        {
            var hash = new byte[SHA256.HashSizeInBytes];
            if (!KeyHash.TryRead(key.Hash, hash) || !known.TryAdd(key.Id, new Entry(key.Id, hash)))
            {
                throw new ArgumentException($"the key {key.Id} is malformed or repeated", nameof(keys));
            }
        }

        _entries = known.ToFrozenDictionary(StringComparer.Ordinal);
        _byId = _entries.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public int Count => _entries.Count;

    /// <summary>True if <paramref name="token"/> (what follows <c>Bearer </c>) is a known key. Allocates nothing.</summary>
    /// <param name="token">The token as it came.</param>
    /// <param name="keyId">The key's id, for the ledger and logs; null if it does not get in.</param>
    public bool TryAuthenticate(ReadOnlySpan<char> token, [NotNullWhen(true)] out string? keyId)
    {
        keyId = null;
        if (!ApiKey.TryGetId(token, _prefix, out var id))
        {
            return false;
        }

        // Well-formed keys are ASCII and bounded: one byte a character.
        Span<byte> bytes = stackalloc byte[ApiKey.MaxLength];
        var length = System.Text.Encoding.ASCII.GetBytes(token, bytes);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes[..length], hash);

        var known = _byId.TryGetValue(id, out var entry);
        var equal = CryptographicOperations.FixedTimeEquals(hash, (known ? entry! : _nobody).Hash);
        keyId = known & equal ? entry!.Id : null;
        return keyId is not null;
    }

    /// <summary>The same for a token in UTF-8 bytes.</summary>
    public bool TryAuthenticate(ReadOnlySpan<byte> token, [NotNullWhen(true)] out string? keyId)
    {
        keyId = null;
        if (token.Length > ApiKey.MaxLength)
        {
            return false;
        }

        // A byte beyond ASCII becomes '?', which no key has.
        Span<char> characters = stackalloc char[ApiKey.MaxLength];
        var length = System.Text.Encoding.ASCII.GetChars(token, characters);
        return TryAuthenticate(characters[..length], out keyId);
    }

    private sealed record Entry(string Id, byte[] Hash);
}
