using AutoClaw.Cli.Simulator;
using AutoClaw.Gateway.Options;

namespace AutoClaw.FunctionalTests.Gateway;

/// <summary>A local and a cloud simulator with a gateway before them.</summary>
internal sealed class SimulatedEngines : IAsyncDisposable
{
    private SimulatedEngines(SimulatorServer local, SimulatorServer cloud, GatewayUnderTest gateway)
    {
        Local = local;
        Cloud = cloud;
        Gateway = gateway;
    }

    public SimulatorServer Local { get; }

    public SimulatorServer Cloud { get; }

    public GatewayUnderTest Gateway { get; }

    public static Task<SimulatedEngines> StartAsync() => StartAsync(new SimulatorServerOptions());

    /// <param name="options">How both answer; each has its engine's model name.</param>
    /// <param name="configure">Changes what the tests' usual options say.</param>
    public static async Task<SimulatedEngines> StartAsync(SimulatorServerOptions options, Func<GatewayOptions, GatewayOptions>? configure = null)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var local = await SimulatorServer.StartAsync(options with { Model = TestEngine.LocalModel }, cancellation);
        var cloud = await SimulatorServer.StartAsync(options with { Model = TestEngine.CloudModel }, cancellation);
        var gateway = await GatewayUnderTest.StartAsync(configure ?? (same => same), Simulated(TestEngine.Local(local.BaseUrl)), Simulated(TestEngine.Cloud(cloud.BaseUrl)));
        return new SimulatedEngines(local, cloud, gateway);
    }

    public async ValueTask DisposeAsync()
    {
        await Gateway.DisposeAsync();
        await Local.DisposeAsync();
        await Cloud.DisposeAsync();
    }

    private static EngineOptions Simulated(EngineOptions engine) => engine with { Kind = "simulator" };
}
