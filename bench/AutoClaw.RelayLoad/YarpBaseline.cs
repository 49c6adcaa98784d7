using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Yarp.ReverseProxy.Configuration;

namespace AutoClaw.RelayLoad;

/// <summary>YARP as its documentation sets it up: one catch-all route to one cluster, nothing read, nothing recorded.</summary>
internal static class YarpBaseline
{
    public static async Task<int> RunAsync(Uri listen, string target)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, listen.Port));
        builder.Services.AddReverseProxy().LoadFromMemory(
            [new RouteConfig { RouteId = "all", ClusterId = "engine", Match = new RouteMatch { Path = "{**rest}" } }],
            [
                new ClusterConfig
                {
                    ClusterId = "engine",
                    Destinations = new Dictionary<string, DestinationConfig> { ["only"] = new() { Address = target } },
                },
            ]);
        var app = builder.Build();
        app.MapReverseProxy();
        await app.RunAsync();
        return 0;
    }
}
