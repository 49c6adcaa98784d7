using System.Net;
using AutoClaw.Core.Model;
using AutoClaw.Core.Pricing;
using AutoClaw.Gateway.Engines;
using AutoClaw.Gateway.Options;

namespace AutoClaw.Cli.Bench;

/// <summary>An engine named on the command line: <c>NAME=[API+]URL#MODEL</c>.</summary>
internal static class BenchTarget
{
    public const string Syntax = "NAME=[API+]URL#MODEL";

    private static readonly string[] Apis = ["openai", "openai-responses", "anthropic", "gemini", "ollama", "vllm", "lmstudio", "llama.cpp", "sglang", "tgi"];

    /// <summary>Variables that hold a provider's key by its vendors' own custom.</summary>
    private static readonly Dictionary<string, string> KeyVariables = new(StringComparer.Ordinal)
    {
        ["openai"] = "OPENAI_API_KEY", ["anthropic"] = "ANTHROPIC_API_KEY", ["google"] = "GEMINI_API_KEY", ["groq"] = "GROQ_API_KEY", ["together"] = "TOGETHER_API_KEY",
        ["fireworks"] = "FIREWORKS_API_KEY", ["deepinfra"] = "DEEPINFRA_API_KEY", ["deepseek"] = "DEEPSEEK_API_KEY", ["mistral"] = "MISTRAL_API_KEY",
    };

    /// <summary>Null after setting <paramref name="problem"/>.</summary>
    /// <param name="text">As given.</param>
    /// <param name="keyVariables">Names of the variables that hold keys, by engine.</param>
    /// <param name="environment">Reads them.</param>
    /// <param name="problem">What is wrong, and what to write.</param>
    public static EngineOptions? Parse(string text, IReadOnlyDictionary<string, string> keyVariables, Func<string, string?> environment, out string? problem)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        var hash = text.LastIndexOf('#');
        if (equals <= 0 || hash < equals || hash == text.Length - 1)
        {
            problem = $"'{text}' is not an engine. Write {Syntax}, for example small=http://127.0.0.1:11434/v1#llama3.2.";
            return null;
        }

        var (name, address, model) = (text[..equals], text[(equals + 1)..hash], text[(hash + 1)..]);
        var plus = address.IndexOf("+http", StringComparison.Ordinal);
        var api = plus > 0 ? address[..plus] : EngineOptions.OpenAiKind;
        if (!Apis.Contains(api))
        {
            problem = $"'{api}' is not an API that can be measured. One of: {string.Join(", ", Apis)}.";
            return null;
        }

        if (!Uri.TryCreate(plus > 0 ? address[(plus + 1)..] : address, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.UserInfo.Length > 0)
        {
            problem = $"'{address}' is not an http or https address. Write {Syntax}; a key is named by --key {name}=VARIABLE.";
            return null;
        }

        var near = url.IsLoopback || (IPAddress.TryParse(url.Host, out var ip) && AddressKind.NotPublic(ip) is not null);
        var variable = keyVariables.TryGetValue(name, out var named) ? named
            : PriceList.Shipped.ProviderOf(url) is { } provider && KeyVariables.TryGetValue(provider, out var usual) ? usual : null;
        var key = variable is null ? null : environment(variable);
        if (named is not null && string.IsNullOrEmpty(key))
        {
            problem = $"--key {name}={named}: that variable is not set.";
            return null;
        }

        problem = null;
        return new EngineOptions { Id = name, Kind = api, Place = near ? Place.Local : Place.Cloud, BaseUrl = url, Model = model, ApiKey = key };
    }
}
