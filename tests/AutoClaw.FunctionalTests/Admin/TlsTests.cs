using System.Net;
using AutoClaw.FunctionalTests.Fixtures;
using AutoClaw.FunctionalTests.Gateway;
using AutoClaw.FunctionalTests.Scripted;
using AutoClaw.Gateway.Options;

namespace AutoClaw.FunctionalTests.Admin;

/// <summary>Both listeners over TLS, with certificates that are renewed while they listen.</summary>
public sealed class TlsTests
{
    private const string Ask = """{"model":"local","stream":true,"messages":[{"role":"user","content":"hi"}]}""";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Admin_OverTls_AnswersWithItsOwnCertificateAndNotInClear()
    {
        using var certificates = new Certificates();
        var thumbprint = certificates.Write();
        var keys = new AdminKeys();
        await using var gateway = await StartAsync(options => options with { Admin = Secured(keys, certificates) });
        Assert.Equal("https", gateway.AdminUrl.Scheme);
        using var client = new AdminClient(gateway.AdminUrl, Certificates.Trusting(thumbprint));
        Assert.Equal(HttpStatusCode.OK, (await client.SendAsync(keys.Read, "/admin/status")).Status);
        using var stranger = new AdminClient(gateway.AdminUrl);
        await Assert.ThrowsAsync<HttpRequestException>(() => stranger.SendAsync(keys.Read, "/admin/status"));
        using var clear = new AdminClient(new UriBuilder(gateway.AdminUrl) { Scheme = "http" }.Uri);
        await Assert.ThrowsAsync<HttpRequestException>(() => clear.SendAsync(keys.Read, "/admin/status"));
    }

    [Fact]
    public async Task Endpoint_OverTls_Streams()
    {
        using var certificates = new Certificates();
        var thumbprint = certificates.Write();
        await using var engine = ScriptedEngine.Start(Script.Answers("secret", " words"));
        await using var gateway = await GatewayUnderTest.StartAsync(
            options => options with { Listen = new Uri("https://127.0.0.1:0"), Tls = certificates.Files }, TestEngine.Local(engine));
        using var http = new HttpClient(Certificates.Trusting(thumbprint)) { DefaultRequestHeaders = { Authorization = new("Bearer", gateway.ApiKey) } };
        using var request = gateway.ChatRequest(Ask);
        using var response = await http.SendAsync(request, Cancellation);
        var text = await response.Content.ReadAsStringAsync(Cancellation);
        Assert.Contains("words", text, StringComparison.Ordinal);
        Assert.EndsWith("data: [DONE]\n\n", text, StringComparison.Ordinal);
        Assert.Equal(new Version(1, 1), response.Version);
    }

    [Fact]
    public async Task Certificate_RenewedOrSpoilt_CountsForTheNextConnectionOrStaysAsItWas()
    {
        using var certificates = new Certificates();
        var first = certificates.Write();
        var keys = new AdminKeys();
        await using var gateway = await StartAsync(options => options with { Admin = Secured(keys, certificates) });
        Assert.True(await IsShownAsync(gateway, keys, first));

        await File.WriteAllTextAsync(certificates.Files.Key, "no key any more", Cancellation);
        await gateway.Log.FirstAsync(line => line.Contains("can't be used, the old one stays", StringComparison.Ordinal), Cancellation);
        Assert.True(await IsShownAsync(gateway, keys, first));

        var second = certificates.Write();
        await Eventually.TrueAsync(() => IsShownAsync(gateway, keys, second));
        Assert.False(await IsShownAsync(gateway, keys, first));
        Assert.DoesNotContain(gateway.Log.Items, line => line.Contains("no key any more", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")]
    public async Task Start_WithAnUnusableCertificate_IsRefused(string certificate)
    {
        using var certificates = new Certificates();
        certificates.Write();
        await File.WriteAllTextAsync(certificates.Files.Certificate, certificate, Cancellation);
        var error = await Assert.ThrowsAsync<AutoClaw.Gateway.GatewayStartException>(
            () => StartAsync(options => options with { Listen = new Uri("https://127.0.0.1:0"), Tls = certificates.Files }));
        Assert.Contains(certificates.Files.Certificate, error.Message, StringComparison.Ordinal);
    }

    private static async Task<bool> IsShownAsync(GatewayUnderTest gateway, AdminKeys keys, string thumbprint)
    {
        using var client = new AdminClient(gateway.AdminUrl, Certificates.Trusting(thumbprint));
        try
        {
            return (await client.SendAsync(keys.Read, "/admin/status")).Status == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static AdminOptions Secured(AdminKeys keys, Certificates certificates) =>
        keys.Options with { Listen = new Uri("https://127.0.0.1:0"), Tls = certificates.Files };

    private static Task<GatewayUnderTest> StartAsync(Func<GatewayOptions, GatewayOptions> configure) =>
        GatewayUnderTest.StartAsync(configure, TestEngine.Local(new Uri("http://127.0.0.1:9/v1")));
}
