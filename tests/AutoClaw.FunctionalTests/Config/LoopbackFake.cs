using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AutoClaw.FunctionalTests.Config;

/// <summary>A server on a free loopback port that answers each path with fixed JSON, and 404 otherwise.</summary>
internal sealed class LoopbackFake : IAsyncDisposable
{
    private readonly WebApplication _app;

    private LoopbackFake(WebApplication app) => _app = app;

    public int Port { get; private set; }

    /// <summary>The paths that were asked for, in order of arrival.</summary>
    public ConcurrentQueue<string> Asked { get; } = new();

    public static async Task<LoopbackFake> StartAsync(params (string Path, int Status, string Body)[] answers)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var fake = new LoopbackFake(builder.Build());
        fake._app.Run(async context =>
        {
            var path = context.Request.Path.Value!;
            fake.Asked.Enqueue(path);
            var answer = Array.Find(answers, each => each.Path == path || each.Path == "*");
            context.Response.StatusCode = answer.Path is null ? 404 : answer.Status;
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(answer.Body ?? """{"error":"not found"}""");
        });
        await fake._app.StartAsync();
        var address = fake._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        fake.Port = new Uri(address).Port;
        return fake;
    }

    /// <summary>A port that nothing listens on.</summary>
    public static int ClosedPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();
}
