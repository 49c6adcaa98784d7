using AutoClaw.Core.Model;
using AutoClaw.Gateway.Options;

namespace AutoClaw.Tests.Options;

public sealed class ConfigFileTests
{
    [Fact]
    public void Parse_ValidFile_BindsEveryValue()
    {
        var result = ConfigText.Parse(ConfigText.Valid, ("OPENAI_API_KEY", "from-the-environment"));

        Assert.Empty(result.Problems);
        var options = Assert.IsType<GatewayOptions>(result.Options);
        Assert.Equal(new Uri("http://127.0.0.1:2529"), options.Listen);
        Assert.Equal([new ApiKeyOptions("k7f3a2", ConfigText.Hash, "laptop")], options.Auth.Keys);
        Assert.Equal(["small", "big"], options.Engines.Select(engine => engine.Id));
        Assert.Equal(Place.Local, options.Engines[0].Place);
        Assert.Equal(new EnginePriceOptions(0, 0), options.Engines[0].Price);
        Assert.Equal("from-the-environment", options.Engines[1].ApiKey);
        Assert.Equal(new Uri("https://api.openai.com/v1"), options.Engines[1].BaseUrl);
        Assert.Equal(TimeSpan.FromSeconds(5), options.Engines[1].ConnectTimeout);
        var auto = Assert.Single(options.Routes);
        Assert.Equal("auto", auto.Name);
        Assert.Equal(["small", "big"], auto.Engines);
        Assert.Equal(0.35, auto.Aim.CloudShare);
        Assert.Equal("/etc/autoclaw/ledger.db", options.Ledger.Path);
        Assert.Equal(33554432, options.Limits.MaxBodyBytes);
    }

    [Fact]
    public void Parse_NoRoutes_MakesAutoOfAllEngines()
    {
        var options = ConfigText.Parse("engines:\n  b: {kind: simulator, place: local, model: m}\n  a: {kind: simulator, place: cloud, model: m}\n").Options!;

        Assert.Equal(["b", "a"], Assert.Single(options.Routes).Engines);
        Assert.Equal(SimulatorOptions.Local, options.Engines[0].Simulator);
        Assert.Equal(SimulatorOptions.Cloud, options.Engines[1].Simulator);
    }
}
