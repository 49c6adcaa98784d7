using AutoClaw.Gateway.Admin;
using AutoClaw.Gateway.Audit;
using AutoClaw.Gateway.Engines;
using AutoClaw.Gateway.Learning;
using AutoClaw.Gateway.Ledger;
using AutoClaw.Gateway.Listeners;
using AutoClaw.Gateway.Models;
using AutoClaw.Gateway.Observability;
using AutoClaw.Gateway.Options;
using AutoClaw.Gateway.Privacy;
using AutoClaw.Gateway.Relay;
using AutoClaw.Gateway.Responses;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Metrics;

namespace AutoClaw.Gateway;

/// <summary>All dependency injection of the gateway.</summary>
internal static class GatewayServices
{
    public static IServiceCollection AddGateway(this IServiceCollection services, GatewayOptions options, LedgerWriter ledger)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(ledger);
        var state = new SnapshotState(options, ledger.Aims);
        ledger.KeepAims(() => RouteAims.Save(state.Current));
        services.AddSingleton(state);
        var meter = GatewayMetrics.NextMeterName();
        var connections = new ConnectionLimit(options.Limits.MaxConnections);
        services.AddSingleton(_ => new GatewayMetrics(meter, ledger, state, connections.Count));
        services.AddSingleton(provider => new ResponseStore(
            options.Ledger.Path ?? AutoClawHome.LedgerPath, options.Responses, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<ResponseStore>>()));
        services.AddSingleton(provider => new AuditLog(AuditLog.PathOf(ledger.Path), provider.GetRequiredService<TimeProvider>()));
        services.AddHostedService<AuditWorker>();
        services.AddSingleton(SubjectHash.OpenBeside(ledger.Path));
        services.AddSingleton(provider => new LabelFile(LabelFile.PathBeside(ledger.Path), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<LabelFile>>()));
        services.AddSingleton<PrivateConversations>();
        services.AddSingleton<Drain>();
        services.AddSingleton<RelayServices>();
        services.AddSingleton<RecentRequests>();
        services.AddSingleton<FeedbackEndpoint>();
        services.AddSingleton(ModelStore.Default);
        services.AddHostedService<ModelWatcher>();
        services.AddHostedService<EngineWatch>();
        services.AddHostedService<Power.PowerWatch>();
        services.AddSingleton<Challenge>();
        services.AddSingleton<ShadowQueue>();
        services.AddSingleton<Erasure>();
        services.AddHostedService<RetentionWorker>();
        services.AddSingleton<ShadowBudget>();
        services.AddHostedService<ShadowWorker>();
        services.AddHostedService<LlamaServer.OwnedServers>();
        services.AddSingleton(provider => new GatewayListeners(
            options, connections, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<GatewayListeners>>()));
        services.AddSingleton<AdminAccess>();
        services.AddSingleton<AdminViews>();
        services.AddSingleton<AdminReload>();
        services.AddSingleton<AdminReports>();
        services.AddSingleton(_ => new AdminAdvice(Core.Advisor.Advisor.Advise));
        services.AddSingleton<AdminActions>();
        services.AddSingleton<AdminErasure>();
        services.AddSingleton<AdminExport>();
        services.AddSingleton<ChatRelay>();
        services.AddSingleton<EmbeddingsRelay>();
        services.AddSingleton<ModelsEndpoint>();
        services.AddSingleton<TokenCountEndpoint>();
        services.AddSingleton<ResponsesEndpoint>();
        services.AddOpenTelemetry().WithMetrics(metrics => metrics
            .AddMeter(meter)
            .AddMeter("System.Runtime", "Microsoft.AspNetCore.Server.Kestrel")
            .AddPrometheusExporter());
        return services;
    }
}
