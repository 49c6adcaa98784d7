using System.Net;
using System.Text;
using AutoClaw.FunctionalTests.Gateway;
using AutoClaw.Gateway.Admin;
using AutoClaw.Gateway.Auth;
using AutoClaw.Gateway.Options;

namespace AutoClaw.FunctionalTests.Admin;

/// <summary>Who gets through the administrators' door, and to what: the whole table, with every kind of key.</summary>
public sealed class AdminAccessTests
{
    private static readonly EngineOptions Engine = TestEngine.Local(new Uri("http://127.0.0.1:9/v1"));

    [Fact]
    public async Task Table_EveryRowWithEveryKey_LetsInThoseWhoMay()
    {
        var keys = new AdminKeys();
        await using var gateway = await GatewayUnderTest.StartAsync(options => options with { Admin = keys.Options }, Engine);
        using var client = new AdminClient(gateway.AdminUrl);
        var rows = AdminEndpoints.Routes(
            new AdminViews(null!, null!, TimeProvider.System), new AdminReports(null!, TimeProvider.System), new AdminAdvice(null!), new AdminActions(null!, null!, null!),
            (new AdminErasure(null!, null!, TimeProvider.System, null!), new AdminExport(null!, null!, null!, TimeProvider.System)),
            _ => Task.CompletedTask);
        Assert.Equal(rows.Count, rows.Select(row => (row.Method, row.Path)).Distinct().Count());
        foreach (var row in rows)
        {
            var path = row.Path.Replace("{id}", "nobody", StringComparison.Ordinal);
            Assert.Equal((HttpStatusCode.Unauthorized, "missing_admin_key"), Refusal(await client.SendAsync(null, path, row.Method)));
            foreach (var wrong in Wrong(gateway, keys))
            {
                Assert.Equal((HttpStatusCode.Unauthorized, "invalid_admin_key"), Refusal(await client.SendAsync(wrong, path, row.Method)));
            }

            var read = await client.SendAsync(keys.Read, path, row.Method);
            Assert.Equal(row.Needs == AdminScope.Write, read.Status == HttpStatusCode.Forbidden);
            var write = await client.SendAsync(keys.Write, path, row.Method);
            Assert.True(write.Status is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden), $"{row.Method} {row.Path}: {write.Status}");
        }
    }

    [Theory]
    [InlineData("GET", "/admin")]
    [InlineData("GET", "/admin/status/")]
    [InlineData("POST", "/admin/status")]
    [InlineData("HEAD", "/admin/status")]
    [InlineData("OPTIONS", "/admin/status")]
    [InlineData("GET", "/ADMIN/STATUS")]
    [InlineData("GET", "/v1/models")]
    [InlineData("GET", "/healthz")]
    [InlineData("POST", "/v1/chat/completions")]
    public async Task Path_NotInTheTable_Is404WithAKeyAnd401Without(string method, string path)
    {
        var keys = new AdminKeys();
        await using var gateway = await GatewayUnderTest.StartAsync(options => options with { Admin = keys.Options }, Engine);
        using var client = new AdminClient(gateway.AdminUrl);
        Assert.Equal(HttpStatusCode.NotFound, (await client.SendAsync(keys.Write, path, method)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.SendAsync(null, path, method)).Status);
    }

    [Fact]
    public async Task AdminKey_AtTheClientsDoor_Is401AndFindsNoAdminPaths()
    {
        var keys = new AdminKeys();
        await using var gateway = await GatewayUnderTest.StartAsync(options => options with { Admin = keys.Options }, Engine);
        gateway.Http.DefaultRequestHeaders.Authorization = new("Bearer", keys.Write);
        Assert.Equal((HttpStatusCode.Unauthorized, "invalid_api_key"), Refusal(await gateway.GetAsync("/v1/models")));
        Assert.Equal(HttpStatusCode.NotFound, (await gateway.GetAsync("/admin/status")).Status);
        gateway.Http.DefaultRequestHeaders.Authorization = new("Bearer", gateway.ApiKey);
        Assert.Equal(HttpStatusCode.NotFound, (await gateway.GetAsync("/admin/status")).Status);
    }

    [Theory]
    [InlineData("x-api-key")]
    [InlineData("x-goog-api-key")]
    public async Task AdminKey_InAnotherPlace_Is401(string header)
    {
        var keys = new AdminKeys();
        await using var gateway = await GatewayUnderTest.StartAsync(options => options with { Admin = keys.Options }, Engine);
        using var client = new AdminClient(gateway.AdminUrl);
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.SendAsync(null, $"/admin/status?key={keys.Write}", configure: request => request.Headers.Add(header, keys.Write))).Status);
    }

    [Fact]
    public async Task Keys_RemovedByAReload_AreRefusedFromThenOn()
    {
        var keys = new AdminKeys();
        await using var gateway = await GatewayUnderTest.StartAsync(options => options with { Admin = keys.Options }, Engine);
        using var client = new AdminClient(gateway.AdminUrl);
        Assert.Equal(HttpStatusCode.OK, (await client.SendAsync(keys.Read, "/admin/status")).Status);
        Assert.True(gateway.Apply(gateway.Options with { Admin = keys.Options with { Keys = [.. keys.Options.Keys.Skip(1)] } }));
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.SendAsync(keys.Read, "/admin/status")).Status);
        Assert.Equal(HttpStatusCode.OK, (await client.SendAsync(keys.Write, "/admin/status")).Status);
        Assert.True(gateway.Apply(gateway.Options with { Admin = null }));
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.SendAsync(keys.Write, "/admin/status")).Status);
    }

    [Fact]
    public async Task Anonymous_WhereAllowed_MayLookFromHereByANameOfHere()
    {
        var admin = new AdminOptions { Listen = new Uri("http://127.0.0.1:0"), AllowAnonymousLoopback = true };
        await using var gateway = await GatewayUnderTest.StartAsync(options => options with { Admin = admin }, Engine);
        using var client = new AdminClient(gateway.AdminUrl);
        Assert.Equal(HttpStatusCode.OK, (await client.SendAsync(null, "/admin/status")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.SendAsync(null, "/admin/status", configure: request => request.Headers.Host = "rebound.example")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.SendAsync(null, "/admin/advise", "POST", request => request.Headers.Add("Origin", "https://elsewhere.example"))).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.SendAsync("sk-ac-admin-no-no", "/admin/status")).Status);
    }

    [Fact]
    public async Task Body_TooLarge_Is413()
    {
        var keys = new AdminKeys();
        await using var gateway = await GatewayUnderTest.StartAsync(options => options with { Admin = keys.Options }, Engine);
        using var client = new AdminClient(gateway.AdminUrl);
        var answer = await client.SendAsync(keys.Read, "/admin/status", configure: request => request.Content = new ByteArrayContent(new byte[5000]));
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "body_too_large"), Refusal(answer));
    }

    [Fact]
    public async Task Answers_HaveNoCorsAndAreNotStored()
    {
        var keys = new AdminKeys();
        await using var gateway = await GatewayUnderTest.StartAsync(options => options with { Admin = keys.Options }, Engine);
        using var client = new AdminClient(gateway.AdminUrl);
        var answer = await client.SendAsync(keys.Read, "/admin/status", configure: request => request.Headers.Add("Origin", "https://elsewhere.example"));
        Assert.DoesNotContain(answer.Headers.Keys, name => name.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase));
        Assert.Equal(("no-store", "nosniff"), (answer.Header("Cache-Control"), answer.Header("X-Content-Type-Options")));
    }

    private static (HttpStatusCode Status, string Code) Refusal(HttpAnswer answer) => (answer.Status, answer.ErrorCode);

    // A client's key, one that nobody knows, ours with one letter changed or missing, and things that are no keys.
    private static string[] Wrong(GatewayUnderTest gateway, AdminKeys keys) =>
    [
        gateway.ApiKey, ApiKey.CreateAdmin().Value, keys.Write[..^1] + (keys.Write[^1] == 'a' ? 'b' : 'a'), keys.Write[..^1], keys.Write + "a", "sk-ac-admin-", "x",
        Convert.ToBase64String(Encoding.UTF8.GetBytes(keys.Write)),
    ];
}
