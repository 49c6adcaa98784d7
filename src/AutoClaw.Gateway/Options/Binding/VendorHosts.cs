namespace AutoClaw.Gateway.Options.Binding;

/// <summary>Hosts that are a cloud vendor's beyond doubt. An engine there is never <c>local</c>, whatever the file says.</summary>
internal static class VendorHosts
{
    private static readonly string[] Suffixes =
    [
        "openai.com", "anthropic.com", "googleapis.com", "azure.com", "amazonaws.com", "mistral.ai", "groq.com", "together.xyz", "together.ai",
        "fireworks.ai", "deepseek.com", "openrouter.ai", "x.ai", "cohere.com", "perplexity.ai", "deepinfra.com", "cerebras.ai", "huggingface.co",
    ];

    public static bool Contains(string host) =>
        Array.Exists(Suffixes, suffix => host.EndsWith(suffix, StringComparison.OrdinalIgnoreCase)
            && (host.Length == suffix.Length || host[^(suffix.Length + 1)] == '.'));
}
