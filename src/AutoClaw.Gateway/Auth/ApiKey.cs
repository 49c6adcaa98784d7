using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using AutoClaw.Gateway.Options;

namespace AutoClaw.Gateway.Auth;

/// <summary>
/// A client's key <c>sk-ac-ID-SECRET</c> in clear. The id is public; the secret holds at least 256 random bits, which is why one
/// round of SHA-256 is enough to store it. Prints as its id alone.
/// </summary>
internal sealed class ApiKey
{
    public const string Prefix = "sk-ac-";

    /// <summary>What administrators' keys begin with. No client key can: the id after its prefix would be "admin", and a dash would follow the secret's first part.</summary>
    public const string AdminPrefix = "sk-ac-admin-";

    /// <summary>Nothing longer is a key; bounds the work that an unknown client can cause.</summary>
    public const int MaxLength = 160;

    // No 0, o, 1, l: ids are read out and typed.
    private const string IdAlphabet = "abcdefghijkmnpqrstuvwxyz23456789";
    private const int IdLength = 8;
    private const string SecretAlphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    // 62^43 > 2^256: as much as 32 random bytes hold.
    private const int SecretLength = 43;

    private readonly string _prefix;

    private ApiKey(string prefix, string id, string value)
    {
        _prefix = prefix;
        Id = id;
        Value = value;
    }

    /// <summary>The public part: letters and digits.</summary>
    public string Id { get; }

    /// <summary>The whole key in clear. Shown once, never logged.</summary>
    public string Value { get; }

    /// <summary>A new key from the operating system's generator.</summary>
    public static ApiKey Create() => Create(Prefix);

    /// <summary>A new key for administrators.</summary>
    public static ApiKey CreateAdmin() => Create(AdminPrefix);

    private static ApiKey Create(string prefix)
    {
        var id = RandomNumberGenerator.GetString(IdAlphabet, IdLength);
        return new ApiKey(prefix, id, $"{prefix}{id}-{RandomNumberGenerator.GetString(SecretAlphabet, SecretLength)}");
    }

    /// <summary>Reads a key that somebody hands in; says nothing about whether it gets in.</summary>
    public static bool TryParse(string? value, [NotNullWhen(true)] out ApiKey? key)
    {
        key = value is not null && TryGetId(value, Prefix, out var id) ? new ApiKey(Prefix, id.ToString(), value) : null;
        return key is not null;
    }

    /// <summary>The key as a configuration keeps it: its hash.</summary>
    public ApiKeyOptions ToOptions(string? name = null) => new(Id, KeyHash.Of(Value), name);

    /// <summary>The id of a well-formed key, without copying.</summary>
    internal static bool TryGetId(ReadOnlySpan<char> value, string prefix, out ReadOnlySpan<char> id)
    {
        id = default;
        if (value.Length > MaxLength || !value.StartsWith(prefix, StringComparison.Ordinal))
        {
            return false;
        }

        var rest = value[prefix.Length..];
        var dash = rest.IndexOf('-');
        if (dash <= 0 || dash == rest.Length - 1 || !IsAlphanumeric(rest[..dash]) || !IsAlphanumeric(rest[(dash + 1)..]))
        {
            return false;
        }

        id = rest[..dash];
        return true;
    }

    public override string ToString() => $"{_prefix}{Id}-***";

    private static bool IsAlphanumeric(ReadOnlySpan<char> text) => !text.ContainsAnyExcept(Alphanumeric);

    private static readonly System.Buffers.SearchValues<char> Alphanumeric = System.Buffers.SearchValues.Create(SecretAlphabet);
}
