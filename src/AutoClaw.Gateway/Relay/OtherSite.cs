using Microsoft.AspNetCore.Http;

namespace AutoClaw.Gateway.Relay;

/// <summary>
/// Tells requests that a browser makes for a web page of another site. Such a page has no key; all that it could lean on is that the browser
/// runs on this machine.
/// </summary>
internal static class OtherSite
{
    public const string Code = "cross_origin";

    public const string Message =
        "Web pages of other sites may not use this gateway: there is no CORS. Ask from a server or an application of your own, with a key.";

    /// <summary>True for what a page of another origin asks; false for what has no page behind it.</summary>
    public static bool IsAsking(HttpRequest request)
    {
        // Every browser's since 2023 says it of every request, whatever its method.
        if (request.Headers.TryGetValue("Sec-Fetch-Site", out var site) && site.ToString() is not ("same-origin" or "none"))
        {
            return true;
        }

        return request.Headers.TryGetValue("Origin", out var origin) && !IsOwn(origin.ToString(), request.Headers.Host.ToString());
    }

    /// <summary>True for a browser's question whether a page may ask.</summary>
    public static bool IsPreflight(HttpRequest request) => HttpMethods.IsOptions(request.Method) && request.Headers.ContainsKey("Access-Control-Request-Method");

    // Whether it is http or https is not ours to know: a proxy may have taken the encryption off.
    private static bool IsOwn(ReadOnlySpan<char> origin, ReadOnlySpan<char> host)
    {
        var scheme = origin.StartsWith("https://", StringComparison.OrdinalIgnoreCase) ? "https://".Length
            : origin.StartsWith("http://", StringComparison.OrdinalIgnoreCase) ? "http://".Length
            : -1;
        return scheme > 0 && host.Length > 0 && origin[scheme..].Equals(host, StringComparison.OrdinalIgnoreCase);
    }
}
