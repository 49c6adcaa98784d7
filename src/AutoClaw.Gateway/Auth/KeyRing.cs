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
    private readonly Entry _nobody = new(new KeyGrant(string.Empty, default, null, default, new UnderWayCount()), RandomNumberGenerator.GetBytes(SHA256.HashSizeInBytes));

    /// <exception cref="ArgumentException">A hash is malformed or an id repeated: the options were not validated.</exception>
    /// <param name="options">The keys.</param>
    /// <param name="previous">The ring that it replaces, whose requests are still under way.</param>
    public KeyRing(AuthOptions options, KeyRing? previous = null)
        : this(options.Keys, ApiKey.Prefix, previous)
    {
    }

    /// <inheritdoc cref="KeyRing(AuthOptions, KeyRing?)"/>
    /// <param name="keys">Who gets in.</param>
    /// <param name="prefix">What their keys begin with.</param>
    /// <param name="previous">The ring that it replaces, whose requests are still under way.</param>
    public KeyRing(IEnumerable<ApiKeyOptions> keys, string prefix, KeyRing? previous = null)
    {
        _prefix = prefix;
        var known = new Dictionary<string, Entry>(StringComparer.Ordinal);
        foreach (var key in keys)
        {
            var hash = new byte[SHA256.HashSizeInBytes];
            if (!KeyHash.TryRead(key.Hash, hash) || !known.TryAdd(key.Id, new Entry(Grant(key, previous), hash)))
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
    /// <param name="key">What it may; null if it does not get in.</param>
    public bool TryAuthenticate(ReadOnlySpan<char> token, [NotNullWhen(true)] out KeyGrant? key)
    {
        key = null;
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
        key = known & equal ? entry!.Grant : null;
        return key is not null;
    }

    /// <summary>The same for a token in UTF-8 bytes.</summary>
    public bool TryAuthenticate(ReadOnlySpan<byte> token, [NotNullWhen(true)] out KeyGrant? key)
    {
        key = null;
        if (token.Length > ApiKey.MaxLength)
        {
            return false;
        }

        // A byte beyond ASCII becomes '?', which no key has.
        Span<char> characters = stackalloc char[ApiKey.MaxLength];
        var length = System.Text.Encoding.ASCII.GetChars(token, characters);
        return TryAuthenticate(characters[..length], out key);
    }

    private static KeyGrant Grant(ApiKeyOptions key, KeyRing? previous) => new(
        key.Id, key.Priority, key.MaxConcurrent, key.Privacy, previous?._entries.TryGetValue(key.Id, out var known) == true ? known.Grant.UnderWay : new UnderWayCount());

    private sealed record Entry(KeyGrant Grant, byte[] Hash);
}
