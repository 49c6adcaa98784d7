using AutoClaw.Core.Model;
using AutoClaw.Core.Pricing;
using AutoClaw.Gateway.Auth;
using AutoClaw.Gateway.Engines.Detection;

namespace AutoClaw.Tests.Detection;

public sealed class CloudKeysTests
{
    private static Finding Look(string name, params (string Name, string Value)[] environment) =>
        CloudKeys.Look(variable => environment.FirstOrDefault(pair => pair.Name == variable).Value).Single(finding => finding.Name == name);

    [Theory]
    [InlineData("Gemini", "GEMINI_API_KEY", "gemini", "https://generativelanguage.googleapis.com/v1beta/openai")]
    [InlineData("OpenAI", "OPENAI_API_KEY", "openai", "https://api.openai.com/v1")]
    [InlineData("Anthropic", "ANTHROPIC_API_KEY", "anthropic", "https://api.anthropic.com/v1")]
    public void Look_KeySet_GivesACloudEngine(string name, string variable, string id, string url)
    {
        var finding = Look(name, (variable, " value "));

        var engine = finding.Engine!;
        Assert.Equal((id, Place.Cloud, new Uri(url), "value"), (engine.Id, engine.Place, engine.BaseUrl, engine.ApiKey));
        Assert.NotEmpty(engine.Model);
        Assert.Equal(variable, finding.Where);
        Assert.DoesNotContain("value", finding.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Look_OtherModel_HasUnknownContext()
    {
        var engine = Look("OpenAI", ("OPENAI_API_KEY", "x"), ("OPENAI_MODEL", "another")).Engine!;

        Assert.Equal("another", engine.Model);
        Assert.Null(engine.ContextTokens);
        Assert.NotNull(Look("OpenAI", ("OPENAI_API_KEY", "x")).Engine!.ContextTokens);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    public void Look_EmptyKey_IsNotSet(string value) => Assert.Equal((false, "not set"), (Look("OpenAI", ("OPENAI_API_KEY", value)).Found, Look("OpenAI", ("OPENAI_API_KEY", value)).Detail));

    [Fact]
    public void Look_AutoClawsOwnKey_IsNotTheVendors() =>
        Assert.Equal("holds a key of AutoClaw, not of the vendor", Look("OpenAI", ("OPENAI_API_KEY", ApiKey.Create().Value)).Detail);

    [Fact]
    public void Look_BaseUrlElsewhere_IsNotTheVendors()
    {
        var finding = Look("OpenAI", ("OPENAI_API_KEY", "x"), ("OPENAI_BASE_URL", "http://127.0.0.1:2529/v1"));

        Assert.False(finding.Found);
        Assert.StartsWith("OPENAI_BASE_URL points elsewhere", finding.Detail, StringComparison.Ordinal);
        Assert.True(Look("OpenAI", ("OPENAI_API_KEY", "x"), ("OPENAI_BASE_URL", "https://api.openai.com/v1/")).Found);
    }

    [Fact]
    public void Vendors_DefaultModels_HaveAPrice() =>
        Assert.All(CloudKeys.Vendors, vendor => Assert.NotNull(PriceList.Shipped.Find(vendor.Model, new DateTimeOffset(2026, 11, 23, 0, 0, 0, TimeSpan.Zero), PriceList.Shipped.ProviderOf(new Uri(vendor.BaseUrl)))));
}
