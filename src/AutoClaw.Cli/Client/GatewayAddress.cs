using System.CommandLine;
using AutoClaw.Gateway.Auth;

namespace AutoClaw.Cli.Client;

/// <summary>The options that say which gateway a verb speaks to, and as whom.</summary>
internal sealed class GatewayAddress
{
    public const string DefaultUrl = "http://127.0.0.1:2529";

    public Option<Uri> Url { get; } = new("--url")
    {
        Description = $"The gateway. Left out: AUTOCLAW_URL, else {DefaultUrl}.",
        HelpName = "URL",
        CustomParser = static result =>
        {
            if (Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var url) && url.Scheme is "http" or "https")
            {
                return url;
            }

            result.AddError($"'{result.Tokens[0].Value}' is not a URL. Write it like {DefaultUrl}.");
            return null;
        },
    };

    public Option<string?> Key { get; } = new("--key")
    {
        Description = $"The API key. Left out: {LocalCredentials.Variable}, else the key of this machine's user.",
        HelpName = "KEY",
    };

    public GatewayClient Connect(ParseResult parse)
    {
        var url = parse.GetValue(Url)
            ?? (Uri.TryCreate(Environment.GetEnvironmentVariable("AUTOCLAW_URL"), UriKind.Absolute, out var given) ? given : new Uri(DefaultUrl));
        return new GatewayClient(url, parse.GetValue(Key) ?? LocalCredentials.Default.Find().Value);
    }
}
