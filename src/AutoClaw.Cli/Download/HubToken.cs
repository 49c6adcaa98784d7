namespace AutoClaw.Cli.Download;

/// <summary>The user's Hugging Face token, which opens gated and private models. It goes to Hugging Face itself and to nobody else, whatever redirects say.</summary>
internal sealed class HubToken(string? value)
{
    public const string Variable = "HF_TOKEN";

    private const string Host = "huggingface.co";

    public static HubToken FromEnvironment() => new(Environment.GetEnvironmentVariable(Variable));

    /// <summary>What to send to that address; null: nothing.</summary>
    public string? For(Uri url) =>
        value is { Length: > 0 } && url.Scheme == Uri.UriSchemeHttps && url.IsDefaultPort && url.Host.Equals(Host, StringComparison.OrdinalIgnoreCase) ? value : null;
}
