using System.Text.Json;
using AutoClaw.Core.Model;
using AutoClaw.Core.Wire.OpenAiChat;
using AutoClaw.Gateway.Engines;
using AutoClaw.Gateway.Options;

namespace AutoClaw.Tests.Engines;

public sealed class EngineSecretsTests
{
    private static readonly EngineSecrets Secrets = new(new EngineOptions
    {
        Id = "e",
        Place = Place.Cloud,
        Model = "m",
        ApiKey = "key-0123456789",
        ApiKeys = ["other-key-abcdef"],
        Headers = new Dictionary<string, string> { ["x-a"] = "Basic dXNlcjpwYXNz", ["x-b"] = "2024", ["x-c"] = "key-0123456789-and-more" },
    });

    [Theory]
    [InlineData("Incorrect API key provided: key-0123456789.", "Incorrect API key provided: ***.")]
    [InlineData("KEY-0123456789 twice key-0123456789", "*** twice ***")]
    [InlineData("key-0123456789-and-more", "***")]
    [InlineData("other-key-abcdef", "***")]
    [InlineData("Basic dXNlcjpwYXNz", "***")]
    [InlineData("credentials dXNlcjpwYXNz", "credentials ***")]
    [InlineData("in the year 2024", "in the year 2024")]
    [InlineData("clipped key-01234…", "clipped ***…")]
    [InlineData("clipped key-012…", "clipped key-012…")]
    [InlineData("…", "…")]
    [InlineData("", "")]
    [InlineData(null, null)]
    public void Redact_Text_LosesTheSecretsAlone(string? text, string? expected) => Assert.Equal(expected, Secrets.Redact(text));

    [Fact]
    public void Redact_Error_LosesThemEverywhere()
    {
        using var inner = JsonDocument.Parse("""{"sent":{"authorization":"Bearer key-0123456789"}}""");
        Assert.Equal(
            new EngineError("a ***", "b ***", "c ***", "d ***"),
            Secrets.Redact(new EngineError("a key-0123456789", "b key-0123456789", "c key-0123456789", "d key-0123456789", inner.RootElement)));

        using var harmless = JsonDocument.Parse("""{"filter":"violence"}""");
        Assert.NotNull(Secrets.Redact(new EngineError("a", Inner: harmless.RootElement)).Inner);
    }
}
