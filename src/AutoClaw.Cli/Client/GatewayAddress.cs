using System.CommandLine;
using AutoClaw.Gateway.Auth;

namespace AutoClaw.Cli.Client;

/// <summary>The options that say which gateway a verb speaks to, and as whom.</summary>
internal sealed class GatewayAddress
{
    public const string DefaultUrl = "http://127.0.0.1:2529";

    private const string UrlVariable = "AUTOCLAW_URL";

    public Option<Uri> Url { get; } = UrlOption.Create("The gateway", UrlVariable, DefaultUrl);

    public Option<string?> Key { get; } = new("--key")
    {
        Description = $"The API key. Left out: {LocalCredentials.Variable}, else the key of this machine's user.",
        HelpName = "KEY",
    };

    public GatewayClient Connect(ParseResult parse)
    {
        var url = UrlOption.Read(parse, Url, UrlVariable, DefaultUrl);
        return new GatewayClient(url, parse.GetValue(Key) ?? LocalCredentials.Default.Find().Value);
    }
}
