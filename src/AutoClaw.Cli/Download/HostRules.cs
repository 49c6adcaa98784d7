namespace AutoClaw.Cli.Download;

/// <summary>
/// Where files may be fetched from: Hugging Face and GitHub with the hosts that they redirect to, over TLS, and what the user allows. A
/// link in some text can then not make this machine fetch from anywhere else, nor from its own network.
/// </summary>
/// <param name="allowed">Hosts that the user named, <c>host</c> or <c>host:port</c>; these may be plain HTTP, and on this machine.</param>
internal sealed class HostRules(IReadOnlyCollection<string> allowed)
{
    private static readonly string[] Hosts = ["huggingface.co", "hf.co", "github.com", "api.github.com"];

    // cdn-lfs.huggingface.co, cas-bridge.xethub.hf.co, release-assets.githubusercontent.com, …: their numbers and names change.
    private static readonly string[] Suffixes = [".huggingface.co", ".hf.co", ".githubusercontent.com"];

    /// <summary>Why nothing is fetched from there, as a sentence; null: it may be.</summary>
    public string? Refusal(Uri url)
    {
        if (url.Scheme != Uri.UriSchemeHttps && url.Scheme != Uri.UriSchemeHttp)
        {
            return $"{url.Scheme}: is not fetched; use https.";
        }

        if (url.UserInfo.Length > 0)
        {
            return $"The URL of {url.Host} carries a password, which would end in logs.";
        }

        if (allowed.Contains(url.Host, StringComparer.OrdinalIgnoreCase) || allowed.Contains(url.Authority, StringComparer.OrdinalIgnoreCase))
        {
            return null;
        }

        var known = Hosts.Contains(url.Host, StringComparer.OrdinalIgnoreCase) || Suffixes.Any(suffix => url.Host.EndsWith(suffix, StringComparison.OrdinalIgnoreCase));
        return !known ? $"{url.Authority} is not a host that files are fetched from. If you trust it, add --allow-host {url.Authority}."
            : url.Scheme != Uri.UriSchemeHttps || !url.IsDefaultPort ? $"{url.Authority} is fetched from over https only."
            : null;
    }
}
