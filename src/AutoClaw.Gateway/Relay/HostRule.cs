using System.Net;

namespace AutoClaw.Gateway.Relay;

/// <summary>
/// The names that the gateway answers to. A web page can let its own name lead to this machine once a browser has loaded it (DNS rebinding),
/// and is then of the gateway's own origin to that browser; its name stays in <c>Host</c>, which no page can change.
/// </summary>
internal sealed class HostRule
{
    private readonly bool _takesAll;

    // Nobody can make an address lead elsewhere: only a name needs to be known. A gateway that listens on loopback alone has no other.
    private readonly bool _takesAddresses;
    private readonly string[] _names;
    private readonly string[] _suffixes;

    // The value that was let in last: most clients call it the same.
    private volatile string _known = string.Empty;

    /// <param name="listen">Where the gateway listens.</param>
    /// <param name="allowed">More names; <c>*.example.com</c> stands for all below it, <c>*</c> for everything.</param>
    public HostRule(Uri listen, IReadOnlyList<string> allowed)
    {
        _takesAll = allowed.Contains("*");
        _takesAddresses = !listen.IsLoopback;
        _names = [.. allowed.Where(name => !name.StartsWith('*')).Select(name => name.Trim('[', ']').TrimEnd('.'))];
        _suffixes = [.. allowed.Where(name => name.StartsWith("*.", StringComparison.Ordinal)).Select(name => name[1..].TrimEnd('.')), ".localhost"];
    }

    /// <summary>True if a request for <paramref name="host"/> is meant for this gateway.</summary>
    /// <param name="host">The header as it came, with its port. Empty where there is none, which a browser's never is.</param>
    public bool Allows(string host)
    {
        if (_takesAll || host.Length == 0 || host == _known)
        {
            return true;
        }

        if (!IsKnown(NameOf(host)))
        {
            return false;
        }

        _known = host;
        return true;
    }

    private bool IsKnown(ReadOnlySpan<char> name)
    {
        if (name.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (AddressOf(name) is { } address && (_takesAddresses || IPAddress.IsLoopback(address))))
        {
            return true;
        }

        foreach (var known in _names)
        {
            if (name.Equals(known, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        foreach (var suffix in _suffixes)
        {
            if (name.Length > suffix.Length && name.EndsWith(suffix, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    // Without its port, an address without its brackets, a name without its root.
    private static ReadOnlySpan<char> NameOf(ReadOnlySpan<char> host)
    {
        if (host[0] == '[')
        {
            var end = host.IndexOf(']');
            return end < 0 ? [] : host[1..end];
        }

        var colon = host.IndexOf(':');
        var name = colon < 0 ? host : host[..colon];
        return name.EndsWith('.') ? name[..^1] : name;
    }

    // Null for the short and numeric forms, which browsers never send: to others they may be names.
    private static IPAddress? AddressOf(ReadOnlySpan<char> name)
    {
        Span<char> canonical = stackalloc char[15];
        return !IPAddress.TryParse(name, out var address) ? null
            : name.Contains(':') || (address.TryFormat(canonical, out var length) && name.SequenceEqual(canonical[..length])) ? address
            : null;
    }
}
