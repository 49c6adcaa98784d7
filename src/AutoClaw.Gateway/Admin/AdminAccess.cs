using System.Net;
using AutoClaw.Gateway.Auth;
using AutoClaw.Gateway.Options;
using AutoClaw.Gateway.Relay;
using Microsoft.AspNetCore.Http;

namespace AutoClaw.Gateway.Admin;

/// <summary>Who gets in at the administrators' door: by a bearer key of their own alone. Follows the configuration in force.</summary>
internal sealed class AdminAccess(SnapshotState state)
{
    private const string Bearer = "Bearer ";

    private volatile Known? _known;

    /// <summary>Null where nobody is to be let in.</summary>
    /// <param name="context">The request.</param>
    /// <param name="door">As it was opened.</param>
    public AdminCaller? CallerOf(HttpContext context, AdminDoor door)
    {
        // Removed from the file while it runs: the door stays, and nobody gets in.
        if (state.Current.Options.Admin is not { } admin)
        {
            return null;
        }

        var header = context.Request.Headers.Authorization;
        if (header.Count == 0)
        {
            return door.AllowsAnonymous && admin.AllowAnonymousLoopback && IsFromHere(context) && !OtherSite.IsAsking(context.Request) ? new AdminCaller(null, AdminScope.Read) : null;
        }

        var value = header.ToString();
        return header.Count == 1 && value.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)
            ? KnownOf(admin).Find(value.AsSpan(Bearer.Length).Trim())
            : null;
    }

    // The name as well: a page in a browser on this machine may have made its own name point here.
    private static bool IsFromHere(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address)
        && context.Request.Host.Host is var host
        && (host is "localhost" || (IPAddress.TryParse(host.Trim('[', ']'), out var named) && IPAddress.IsLoopback(named)));

    private Known KnownOf(AdminOptions admin) => _known is { } known && known.Options == admin ? known : _known = new Known(admin);

    private sealed class Known(AdminOptions options)
    {
        private readonly KeyRing _keys = new(options.Keys.Select(key => new ApiKeyOptions(key.Id, key.Hash)), ApiKey.AdminPrefix);

        public AdminOptions Options => options;

        public AdminCaller? Find(ReadOnlySpan<char> token) => _keys.TryAuthenticate(token, out var key)
            ? new AdminCaller(key.Id, options.Keys.First(known => known.Id == key.Id).Scope)
            : null;
    }
}
