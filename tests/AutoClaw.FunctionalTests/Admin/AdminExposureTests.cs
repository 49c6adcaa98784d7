using System.Net;
using AutoClaw.FunctionalTests.Gateway;
using AutoClaw.Gateway;
using AutoClaw.Gateway.Options;

namespace AutoClaw.FunctionalTests.Admin;

/// <summary>A listener that would be open to others is never opened: each refused start says why.</summary>
public sealed class AdminExposureTests
{
    private static readonly EngineOptions Engine = TestEngine.Local(new Uri("http://127.0.0.1:9/v1"));

    private static readonly AdminKeys Keys = new();

    public static TheoryData<AdminOptions, string> Refused => new()
    {
        { new AdminOptions { Listen = new Uri("http://127.0.0.1:0") }, "has no keys, so nobody would get in" },
        { new AdminOptions { Listen = new Uri("http://0.0.0.0:0") }, "can be reached from other machines and has no keys" },
        { new AdminOptions { Listen = new Uri("http://0.0.0.0:0"), AllowExposedWithoutTls = true }, "can be reached from other machines and has no keys" },
        { new AdminOptions { Listen = new Uri("http://[::]:0"), AllowExposedWithoutTls = true, AllowAnonymousLoopback = true }, "can be reached from other machines and has no keys" },
        { Keys.Options with { Listen = new Uri("http://0.0.0.0:0") }, "has no TLS: keys would be sent in clear" },
        { Keys.Options with { Listen = new Uri("http://0.0.0.0:0"), AllowExposedWithoutTls = true, AllowAnonymousLoopback = true }, "everybody is a loopback client" },
        { Keys.Options with { Listen = new Uri("https://127.0.0.1:0") }, "admin.listen is https and there is no admin.tls" },
        { Keys.Options with { Tls = new TlsOptions("/no/cert.pem", "/no/key.pem") }, "there is admin.tls and admin.listen is http" },
        { Keys.Options with { Listen = new Uri("https://0.0.0.0:0"), Tls = new TlsOptions("/no/cert.pem", "/no/key.pem") }, "can't be used" },
    };

    [Theory]
    [MemberData(nameof(Refused), DisableDiscoveryEnumeration = true)]
    public async Task Start_Exposed_IsRefusedWithTheReason(AdminOptions admin, string reason)
    {
        var error = await Assert.ThrowsAsync<GatewayStartException>(() => GatewayUnderTest.StartAsync(options => options with { Admin = admin }, Engine));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_ExposedWithKeysAndTheOverride_ListensAndWantsAKey()
    {
        await using var gateway = await GatewayUnderTest.StartAsync(
            options => options with { Admin = Keys.Options with { Listen = new Uri("http://0.0.0.0:0"), AllowExposedWithoutTls = true } }, Engine);
        using var client = new AdminClient(new UriBuilder(gateway.AdminUrl) { Host = "127.0.0.1" }.Uri);
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.SendAsync(null, "/admin/status")).Status);
        Assert.Equal(HttpStatusCode.OK, (await client.SendAsync(Keys.Read, "/admin/status")).Status);
    }

    [Fact]
    public async Task Start_WithoutTheSection_OpensNoSecondListener()
    {
        await using var gateway = await GatewayUnderTest.StartAsync(Engine);
        Assert.Null(gateway.AdminUrl);
    }
}
