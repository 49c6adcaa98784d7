using AutoClaw.Gateway.Options;

namespace AutoClaw.Tests.Options;

/// <summary>Checks configuration text as if it stood in <c>/etc/autoclaw/autoclaw.yaml</c>, with a made-up environment.</summary>
internal static class ConfigText
{
    public const string File = "/etc/autoclaw/autoclaw.yaml";

    public const string Hash = "sha256:0000000000000000000000000000000000000000000000000000000000000000";

    /// <summary>A file with nothing to complain about.</summary>
    public const string Valid = $$$"""
        listen: http://127.0.0.1:2529
        auth:
          allow_anonymous_loopback: false
          keys:
            - {id: k7f3a2, hash: "{{{Hash}}}", name: laptop}
        engines:
          small: {kind: openai, place: local, base_url: http://127.0.0.1:11434/v1, model: llama3.2, price: {input: 0, output: 0}}
          big:   {kind: openai, place: cloud, base_url: https://api.openai.com/v1, model: gpt-4.1, api_key: "${OPENAI_API_KEY}"}
        routes:
          auto: {engines: [small, big], aim: {cloud_share: 0.35}}
        ledger: {path: ./ledger.db}
        limits: {max_body_bytes: 33554432}
        """;

    public static ConfigResult Parse(string text, params (string Name, string Value)[] environment) =>
        ConfigFile.Parse(text, File, name => environment.FirstOrDefault(pair => pair.Name == name).Value);

    /// <summary>The problems as <c>line:column code message | hint</c>.</summary>
    public static string[] Problems(string text, params (string Name, string Value)[] environment) =>
        [.. Parse(text, environment).Problems.Select(problem => $"{problem.At.Line}:{problem.At.Column} {problem.Code.Name}: {problem.Message} | {problem.Hint}")];
}
