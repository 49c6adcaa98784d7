using System.Net;

namespace AutoClaw.Gateway.Options.Binding;

/// <summary>
/// Who may be let near a listener: TLS where <c>https</c> says so, and no administrators' listener that is open, or that sends keys in
/// clear, unless the configuration says so by name. Holds for a file, and again for whatever is about to be listened on.
/// </summary>
internal static class ListenerRules
{
    public static void Check(GatewayOptions options, ConfigReader reader)
    {
        foreach (var (code, key, message, hint) in Breaches(options))
        {
            // A value that could not be read was told already.
            if (reader.IsSound(key) && reader.IsSound("admin.listen") && reader.IsSound("admin.keys") && reader.IsSound("admin.tls"))
            {
                reader.Report(code, reader.At(key), message, hint);
            }
        }

        var ids = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < options.Admin?.Keys.Count; i++)
        {
            if (options.Admin.Keys[i] is { Id.Length: > 0 } key && !ids.Add(key.Id))
            {
                reader.Report(ConfigCodes.DuplicateKeyId, reader.At($"admin.keys[{i}].id"), $"the key id {key.Id} is given twice");
            }
        }
    }

    /// <exception cref="GatewayStartException">They may not be listened with.</exception>
    public static void ThrowIfBroken(GatewayOptions options)
    {
        foreach (var (_, _, message, hint) in Breaches(options))
        {
            throw new GatewayStartException($"Not started: {message} ({hint}).");
        }
    }

    /// <summary>True where only this machine can connect.</summary>
    public static bool IsLoopback(Uri listen) =>
        listen.Host is "localhost" || (IPAddress.TryParse(listen.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    private static IEnumerable<(ConfigCode Code, string Key, string Message, string Hint)> Breaches(GatewayOptions options)
    {
        if (OfTls(options.Listen, options.Tls, string.Empty) is { } mismatch)
        {
            yield return mismatch;
        }

        if (options.Admin is not { } admin)
        {
            yield break;
        }

        if (OfTls(admin.Listen, admin.Tls, "admin.") is { } other)
        {
            yield return other;
        }

        var address = admin.Listen.GetLeftPart(UriPartial.Authority);
        if (!IsLoopback(admin.Listen))
        {
            if (admin.Keys.Count == 0)
            {
                yield return (ConfigCodes.AdminExposed, "admin.listen", $"the admin listener {address} can be reached from other machines and has no keys", "autoclaw keys new --admin makes one; or listen on 127.0.0.1");
            }

            if (admin.AllowAnonymousLoopback)
            {
                yield return (ConfigCodes.AdminExposed, "admin.allow_anonymous_loopback", $"the admin listener {address} can be reached from other machines: behind a proxy on this machine everybody is a loopback client", "turn it off, or listen on 127.0.0.1");
            }

            if (admin is { Tls: null, AllowExposedWithoutTls: false } && admin.Listen.Scheme == Uri.UriSchemeHttp)
            {
                yield return (ConfigCodes.AdminExposed, "admin.listen", $"the admin listener {address} can be reached from other machines and has no TLS: keys would be sent in clear", "write https:// and admin.tls; allow_exposed_without_tls: true where something else encrypts; or listen on 127.0.0.1");
            }
        }
        else if (admin is { Keys.Count: 0, AllowAnonymousLoopback: false })
        {
            yield return (ConfigCodes.AdminWithoutKeys, "admin", "the admin listener has no keys, so nobody would get in", "autoclaw keys new --admin makes one; allow_anonymous_loopback: true lets this machine look without");
        }
    }

    private static (ConfigCode Code, string Key, string Message, string Hint)? OfTls(Uri listen, TlsOptions? tls, string section) =>
        (listen.Scheme == Uri.UriSchemeHttps, tls) switch
        {
            (true, null) => (ConfigCodes.TlsConflict, $"{section}listen", $"{section}listen is https and there is no {section}tls", $"{section}tls: {{certificate: FILE, key: FILE}}"),
            (false, not null) => (ConfigCodes.TlsConflict, $"{section}tls", $"there is {section}tls and {section}listen is http", $"write {section}listen: https://…"),
            _ => null,
        };
}
