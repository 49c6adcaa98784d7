using System.Globalization;
using System.Text;
using AutoClaw.Core.Model;
using AutoClaw.Gateway.Auth;
using AutoClaw.Gateway.Engines.Detection;

namespace AutoClaw.Gateway.Options;

/// <summary>Writes what detection found as a commented file to go on from. Keys stay in the environment; the client key as its hash.</summary>
internal static class InitialConfig
{
    public static string Write(DetectionResult found, ApiKey key, string keyName)
    {
        var text = new StringBuilder();
        var options = found.ToOptions(key, keyName);
        text.Append(CultureInfo.InvariantCulture, $"""
            # AutoClaw: which engines answer, and who may ask. Check it with: autoclaw config check
            # Every key: autoclaw config schema. An edit counts as soon as the file is saved; an invalid one changes nothing.
            listen: {ConfigShow.Quote(options.Listen.GetLeftPart(UriPartial.Authority))}

            # Clients send their key as bearer token. Only hashes are kept here.
            auth:
              allow_anonymous_loopback: false
              keys:
                - id: {ConfigShow.Quote(key.Id)}
                  hash: {ConfigShow.Quote(options.Auth.Keys[0].Hash)}
                  name: {ConfigShow.Quote(keyName)}

            # place decides what may leave this machine: local is your own hardware, cloud is somebody else's.
            engines:

            """);

        foreach (var finding in found.Findings.Where(finding => finding.Found).OrderBy(finding => finding.Engine!.Place))
        {
            WriteEngine(text, finding);
        }

        foreach (var finding in found.Findings.Where(finding => !finding.Found))
        {
            text.Append(CultureInfo.InvariantCulture, $"  # not used: {finding.Name} ({finding.Where}): {OneLine(finding.Detail)}\n");
        }

        text.Append(CultureInfo.InvariantCulture, $$"""

            # Clients ask for a route as model. Simple messages go to its local engines, hard ones to its cloud engines.
            routes:
              auto:
                engines: [{{string.Join(", ", options.Routes[0].Engines.Select(ConfigShow.Quote))}}]
                # aim: {cloud_share: 0.35}   # at most this share to the cloud
                # aim: {quality: 0.98}       # or: keep this share of all-cloud quality

            """);
        return text.ToString();
    }

    private static void WriteEngine(StringBuilder text, Finding finding)
    {
        var engine = finding.Engine!;
        text.Append(CultureInfo.InvariantCulture, $"  # {finding.Name}: {OneLine(finding.Detail)}\n");
        if (finding.Simulated)
        {
            text.Append("  # SIMULATED: its answers are made up. Replace it with a real engine.\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"  {ConfigShow.Quote(engine.Id)}:\n");
        Line(text, "kind", engine.Kind);
        Line(text, "place", engine.Place == Place.Local ? "local" : "cloud");
        Line(text, "base_url", engine.BaseUrl?.AbsoluteUri);
        Line(text, "model", engine.Model);
        Line(text, "embedding_model", engine.EmbeddingModel);
        if (engine.ApiKey is not null)
        {
            // For a cloud engine the place that was looked at is the variable's name.
            text.Append(CultureInfo.InvariantCulture, $"    api_key: \"${{{finding.Where}}}\"\n");
        }

        Plain(text, "context_tokens", engine.ContextTokens?.ToString(CultureInfo.InvariantCulture));
        Plain(text, "vision", engine.Vision ? "true" : null);
        Plain(text, "json_schema", engine.JsonSchema ? null : "false");
        if (engine.Price is { } price)
        {
            text.Append(CultureInfo.InvariantCulture, $"    price: {{input: {price.Input}, output: {price.Output}}}  # USD per million tokens\n");
        }

        if (engine.LlamaServer is { } server)
        {
            text.Append(CultureInfo.InvariantCulture, $"    llama_server: {{model_file: {ConfigShow.Quote(server.ModelFile)}, parallel: {server.Parallel}}}  # started with the gateway\n");
        }

        if (engine.Simulator is { } simulator)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"    simulator: {{ttft: {Binding.DurationText.Format(simulator.Ttft)}, tokens_per_second: {simulator.TokensPerSecond}, output_tokens: {simulator.OutputTokens}}}\n");
        }
    }

    // A line's end in a model's name would end the comment, and what follows would count.
    private static string OneLine(string text) => string.Concat(text.Select(c => char.IsControl(c) || c is '\u2028' or '\u2029' ? ' ' : c));

    private static void Line(StringBuilder text, string key, string? value) => Plain(text, key, value is null ? null : ConfigShow.Quote(value));

    private static void Plain(StringBuilder text, string key, string? value)
    {
        if (value is not null)
        {
            text.Append(CultureInfo.InvariantCulture, $"    {key}: {value}\n");
        }
    }
}
