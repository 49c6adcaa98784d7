using AutoClaw.Core.Model;
using AutoClaw.Gateway.Auth;
using AutoClaw.Gateway.Engines.Detection;
using AutoClaw.Gateway.Options;

namespace AutoClaw.Tests.Options;

public sealed class InitialConfigTests
{
    private static readonly ApiKey Key = ApiKey.Create();

    private static readonly EngineOptions Local = new()
    {
        Id = "ollama",
        Place = Place.Local,
        BaseUrl = new Uri("http://127.0.0.1:11434/v1"),
        Model = "hf.co/some one/model: \"7b\" #1 ${HOME}",
        EmbeddingModel = "nomic-embed-text:latest",
        Vision = true,
        Price = new EnginePriceOptions(0, 0),
    };

    private static readonly EngineOptions Simulated = new()
    {
        Id = "cloud",
        Kind = EngineOptions.SimulatorKind,
        Place = Place.Cloud,
        Model = "simulated-cloud",
        Price = new EnginePriceOptions(2m, 8m),
        Simulator = SimulatorOptions.Cloud,
    };

    private static DetectionResult Found(params Finding[] cloud) => new(
        [new Finding("Ollama", "http://127.0.0.1:11434", "a model\nwith a strange name", Local), new Finding("vLLM", "http://127.0.0.1:8000", "nothing listens there", null), .. cloud],
        TimeSpan.Zero);

    [Fact]
    public void Write_WhatWasFound_ReadsBackAsTheSame()
    {
        var keys = CloudKeys.Look(name => name.EndsWith("_API_KEY", StringComparison.Ordinal) ? "not-to-be-seen" : null).ToArray();
        var found = Found([.. keys, new Finding("Simulated cloud engine", "built in", "stands in", Simulated)]);

        var text = InitialConfig.Write(found, Key, "this machine");
        var read = ConfigText.Parse(text, [.. CloudKeys.Vendors.Select(vendor => (vendor.KeyVariable, "not-to-be-seen"))]);

        Assert.Empty(read.Problems);
        Assert.Equal(ConfigShow.Values(found.ToOptions(Key, "this machine")).ToJsonString(), ConfigShow.Values(read.Options!).ToJsonString());
        Assert.Equal(found.Engines.Select(engine => engine.ApiKey), read.Options!.Engines.Select(engine => engine.ApiKey));
        Assert.Equal([Key.ToOptions("this machine")], read.Options.Auth.Keys);
    }

    [Fact]
    public void Write_Secrets_StayOut()
    {
        var text = InitialConfig.Write(Found([.. CloudKeys.Look(static _ => "not-to-be-seen")]), Key, "this machine");

        Assert.DoesNotContain("not-to-be-seen", text.Replace("not used", string.Empty, StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain(Key.Value, text, StringComparison.Ordinal);
        Assert.Contains(Key.ToOptions().Hash, text, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_Simulators_AreLabelled() =>
        Assert.Contains("# SIMULATED: its answers are made up.", InitialConfig.Write(Found(new Finding("Simulated cloud engine", "built in", "stands in", Simulated)), Key, "x"), StringComparison.Ordinal);
}
