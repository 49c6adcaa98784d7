using AutoClaw.Cli.Client;
using AutoClaw.Cli.Setup;
using AutoClaw.Cli.Simulator;
using AutoClaw.Gateway;
using AutoClaw.Gateway.Ledger;
using AutoClaw.Gateway.Options;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Spectre.Console;

namespace AutoClaw.Cli.Up;

/// <summary>One life of the gateway: simulators first, then the gateway, a self-test, and back down in the reverse order.</summary>
internal sealed class UpRun(Terminal terminal, UpPlan plan, bool json, SetupTimer timer)
{
    // Enough for a word; a self-test may cost real money.
    private const int SelfTestTokens = 16;

    private static readonly TimeSpan SelfTestTime = TimeSpan.FromSeconds(30);

    // A model of some gigabytes is read from the disk first.
    private static readonly TimeSpan SelfTestTimeWithLoading = TimeSpan.FromMinutes(3);

    // Without a key there is no self-test, and so no time until its answer.
    private bool CanTest => plan.Key is not null || plan.Options.Auth.AllowAnonymousLoopback;

    public async Task<int> RunAsync(CancellationToken cancelled)
    {
        await using var simulators = new SimulatedEngines();
        GatewayApp gateway;
        try
        {
            var options = await simulators.StartAsync(plan.Options, cancelled);
            gateway = await GatewayApp.StartAsync(options, ConfigureLogging, cancelled);
        }
        catch (Exception error) when (error is GatewayStartException or LedgerException)
        {
            await NoteAsync(Took(null));
            return terminal.Fail(ExitCode.Failed, error.Message);
        }

        await using (gateway)
        {
            using var logging = LoggerFactory.Create(ConfigureLogging);
            using var watcher = Watch(gateway, simulators, logging);
            var report = new UpReport(terminal, plan, new Uri(gateway.BaseUrl, "/v1"), gateway.AdminUrl);
            if (!json)
            {
                report.WriteFindings();
                report.WriteAddress();
            }

            var (turn, problem) = await SelfTestAsync(gateway.BaseUrl, cancelled);
            var took = Took(turn);
            if (!cancelled.IsCancellationRequested)
            {
                if (json)
                {
                    report.WriteJson(turn, problem);
                }
                else
                {
                    report.WriteSelfTest(turn, problem);
                }
            }

            // After the report: nobody waits for it.
            await NoteAsync(took);
            await Interruption.WaitAsync(cancelled);
            terminal.Error.MarkupLine("[dim]stopping: answers under way are finished first[/]");
        }

        return ExitCode.Ok;
    }

    private Task NoteAsync(SetupRecord took) => CanTest ? SetupLog.Default.AddAsync(took) : Task.CompletedTask;

    // The model as the configuration has it, by which it is looked for later; an engine may call it otherwise in its answer.
    private SetupRecord Took(ChatTurn? turn)
    {
        var engine = plan.Options.Engines.FirstOrDefault(each => each.Id == turn?.Engine) ?? plan.Options.Engines[0];
        return turn is null ? timer.Failed(engine.Model) : timer.Succeeded(engine.Model);
    }

    private async Task<(ChatTurn? Turn, string? Problem)> SelfTestAsync(Uri url, CancellationToken cancelled)
    {
        if (!CanTest)
        {
            return (null, $"no self-test: {plan.KeyProblem}");
        }

        using var client = new GatewayClient(url, plan.Key);
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancelled);
        var time = plan.Options.Engines.Any(engine => engine.LlamaServer is not null) ? SelfTestTimeWithLoading : SelfTestTime;
        bounded.CancelAfter(time);
        try
        {
            var (turn, problem) = await client.ChatAsync("auto", Conversation.Of("Say hello."), SelfTestTokens, static _ => { }, bounded.Token);
            return (turn, problem is null ? null : $"the self-test failed: {problem.Message}");
        }
        catch (OperationCanceledException)
        {
            return (null, $"the self-test had no answer within {time.TotalSeconds:0} s");
        }
    }

    private ConfigWatcher? Watch(GatewayApp gateway, SimulatedEngines simulators, ILoggerFactory logging)
    {
        if (plan.File is not { } file)
        {
            return null;
        }

        var watcher = new ConfigWatcher(
            file,
            options =>
            {
                // The watcher has a thread of its own for this and needs the new engines before it goes on.
                var ready = simulators.StartAsync(options with { Listen = plan.Options.Listen }, CancellationToken.None).GetAwaiter().GetResult();
                gateway.Replace(ready);
            },
            TimeProvider.System,
            logging.CreateLogger<ConfigWatcher>());
        watcher.Start();
        gateway.ReloadBy(watcher.ReloadNow);
        return watcher;
    }

    // On standard error, so that --json leaves standard output to the object.
    private void ConfigureLogging(ILoggingBuilder logging)
    {
        var colour = terminal.Error.Profile.Capabilities.Ansi ? LoggerColorBehavior.Enabled : LoggerColorBehavior.Disabled;
        logging.SetMinimumLevel(LogLevel.Warning).AddFilter("AutoClaw", LogLevel.Information);

        // The host logs a failed start with its stack trace and throws as well; here it becomes one plain line.
        logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        logging.AddSimpleConsole(console => (console.SingleLine, console.ColorBehavior) = (true, colour));
        Microsoft.Extensions.DependencyInjection.OptionsServiceCollectionExtensions.Configure<ConsoleLoggerOptions>(
            logging.Services, static console => console.LogToStandardErrorThreshold = LogLevel.Trace);
    }
}
