using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace AutoClaw.Gateway.Options.Binding;

/// <summary>An absolute URL. One with a user or password in it is refused: credentials have keys of their own that are never printed.</summary>
/// <param name="bare">True for an address to listen on: a host and a port, nothing after it.</param>
/// <param name="example">One that the key takes.</param>
internal sealed class UrlType(bool bare, string example) : ScalarType<Uri>
{
    public override string Label => bare ? "URL to listen on, http or https" : "URL, http or https";

    protected override bool TryParse(ResolvedText text, ConfigReader reader, [MaybeNullWhen(false)] out Uri value, [NotNullWhen(false)] out Rejection? rejection)
    {
        var like = $"like {example}";
        rejection = null;
        if (!Uri.TryCreate(text.Value, UriKind.Absolute, out value) || value.Scheme is not ("http" or "https") || value.Host.Length == 0)
        {
            var bareHost = !text.Value.Contains("://", StringComparison.Ordinal);
            rejection = new Rejection(ConfigCodes.InvalidUrl, "is not an absolute http or https URL", bareHost ? $"begin with http://, {like}" : like);
        }
        else if (value.UserInfo.Length > 0)
        {
            rejection = new Rejection(ConfigCodes.InvalidUrl, "may not hold a user or password", "use api_key or headers");
        }
        else if (value.Query.Length > 0 || value.Fragment.Length > 0)
        {
            rejection = new Rejection(ConfigCodes.InvalidUrl, "may not have a query or fragment", like);
        }
        else if (bare && value.AbsolutePath != "/")
        {
            rejection = new Rejection(ConfigCodes.InvalidUrl, "must be a host and a port, nothing more", like);
        }

        return rejection is null;
    }

    protected override JsonObject LiteralSchema() => new() { ["type"] = "string", ["pattern"] = "^https?://" };

    // A root path's slash is Uri's addition, not the operator's.
    protected override JsonNode ShowValue(Uri value) => value.AbsolutePath == "/" ? value.GetLeftPart(UriPartial.Authority) : value.AbsoluteUri;
}
