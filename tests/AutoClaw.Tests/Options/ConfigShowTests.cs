using System.Text.Json.Nodes;
using AutoClaw.Gateway.Options;

namespace AutoClaw.Tests.Options;

public sealed class ConfigShowTests
{
    private const string Secret = "not-to-be-seen";

    private static readonly ConfigResult Result = ConfigText.Parse(
        $$$"""
        auth: {keys: [{id: k1, hash: "{{{ConfigText.Hash}}}"}]}
        engines:
          small: {place: local, base_url: http://127.0.0.1:11434/v1, model: "${MODEL}", headers: {X-Token: {{{Secret}}} }}
          big:   {place: cloud, base_url: https://api.openai.com/v1, model: gpt-4.1, api_key: "${OPENAI_API_KEY}", idle_timeout: 90s}
        """,
        ("OPENAI_API_KEY", Secret),
        ("MODEL", "llama3.2"));

    [Fact]
    public void Yaml_OfAFile_HasSourcesAndNoSecrets()
    {
        var shown = ConfigShow.Yaml(Result);

        Assert.DoesNotContain(Secret, shown, StringComparison.Ordinal);
        Assert.DoesNotContain("000000", shown, StringComparison.Ordinal);
        Assert.Contains("listen: http://127.0.0.1:2529  # default\n", shown, StringComparison.Ordinal);
        Assert.Contains("    - id: k1\n      hash: \"***\"\n", shown, StringComparison.Ordinal);
        Assert.Contains("    model: llama3.2  # from MODEL\n", shown, StringComparison.Ordinal);
        Assert.Contains("      X-Token: \"***\"\n", shown, StringComparison.Ordinal);
        Assert.Contains("    api_key: \"***\"  # from OPENAI_API_KEY\n", shown, StringComparison.Ordinal);
        Assert.Contains("    idle_timeout: \"90s\"\n", shown, StringComparison.Ordinal);
        Assert.Contains("      - small  # default\n      - big  # default\n", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void Values_AndSources_HaveNoSecrets()
    {
        var values = ConfigShow.Values(Result.Options!);
        var sources = ConfigShow.Sources(Result);

        Assert.DoesNotContain(Secret, values.ToJsonString() + sources.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal("***", values["engines"]!["big"]!["api_key"]!.GetValue<string>());
        Assert.Equal("90s", values["engines"]!["big"]!["idle_timeout"]!.GetValue<string>());
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse("""{"line": 4, "column": 87, "variables": ["OPENAI_API_KEY"]}"""), sources["engines.big.api_key"]));
        Assert.False(sources.ContainsKey("listen"));
    }

    [Fact]
    public void Yaml_FactsOfAProvider_ReadBackAndWhatIsUnknownIsLeftOut()
    {
        const string Text = "auth: {allow_anonymous_loopback: true}\nengines:\n  a: {place: cloud, base_url: https://example.com/v1, api_key: k, model: m, region: \"Norge (øst)\", retention: 720h, uptime: 99.95}\n  b: {place: local, base_url: http://127.0.0.1:1/v1, model: m, retention: 0s}\n";
        var shown = ConfigShow.Yaml(ConfigText.Parse(Text));

        Assert.Contains("    region: \"Norge (øst)\"\n    retention: \"30d\"\n    uptime: 99.95\n", shown, StringComparison.Ordinal);
        Assert.Contains("    retention: \"0s\"\n", shown, StringComparison.Ordinal);
        Assert.Single(shown.Split('\n'), line => line.Contains("region:", StringComparison.Ordinal));
        var (read, first) = (ConfigText.Parse(shown).Options!.Engines, ConfigText.Parse(Text).Options!.Engines);
        Assert.Equal(first.Select(Facts), read.Select(Facts));
        Assert.Equal(("Norge (øst)", TimeSpan.FromDays(30), 99.95), Facts(read[0]));
        Assert.Equal((null, TimeSpan.Zero, null), Facts(read[1]));

        static (string?, TimeSpan?, double?) Facts(EngineOptions engine) => (engine.Region, engine.Retention, engine.Uptime);
    }

    // What is printed is a file that the gateway takes, whatever kinds of engines there are.
    [Theory]
    [InlineData("a: {kind: simulator, place: cloud, model: m}")]
    [InlineData("a: {kind: llama-server, model: m, llama_server: {model_file: \"/dev/null\"}}")]
    [InlineData("a: {kind: ollama, model: m}")]
    [InlineData("a: {kind: anthropic, place: cloud, model: m, api_key: k}")]
    [InlineData("a: {kind: azure-openai, place: cloud, model: m, base_url: \"https://n.openai.azure.com\", api_key: k, deployment: d}")]
    [InlineData("a: {place: cloud, base_url: \"https://example.com/v1\", api_keys: [k, l], model: m}")]
    public void Yaml_OfAnyKind_ReadsBack(string engine)
    {
        var shown = ConfigShow.Yaml(ConfigText.Parse($"auth: {{allow_anonymous_loopback: true}}\nengines:\n  {engine}\n"));
        var read = ConfigText.Parse(shown);
        Assert.Empty(read.Problems.Where(problem => problem.Code.Name != "api_key_in_clear").Select(problem => problem.ToString()));
        Assert.Equal("a", read.Options!.Engines[0].Id);
    }

    [Fact]
    public void Yaml_OfAnInvalidFile_Throws() => Assert.Throws<ArgumentException>(() => ConfigShow.Yaml(ConfigText.Parse("lisen: x")));

    [Theory]
    [InlineData("llama3.2", "llama3.2")]
    [InlineData("Qwen/Qwen3-32B", "Qwen/Qwen3-32B")]
    [InlineData("llama3.2:3b", "llama3.2:3b")]
    [InlineData("true", "\"true\"")]
    [InlineData("1.5", "\"1.5\"")]
    [InlineData("${A}", "\"$${A}\"")]
    [InlineData("a b", "\"a b\"")]
    [InlineData("a: b", "\"a: b\"")]
    [InlineData("a #b", "\"a #b\"")]
    [InlineData("", "\"\"")]
    [InlineData("\"\\", "\"\\\"\\\\\"")]
    [InlineData("a\n", "\"a\\n\"")]
    public void Quote_AnyText_ReadsBack(string text, string expected) => Assert.Equal(expected, ConfigShow.Quote(text));
}
