using System.CommandLine;
using AutoClaw.Cli.Simulator;
using Spectre.Console;

namespace AutoClaw.Cli;

/// <summary><c>autoclaw simulate</c>: the simulator as a server of its own, until it is interrupted.</summary>
internal static class SimulateVerb
{
    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(1);

    public static Command Create(Terminal terminal)
    {
        var port = new Option<int>("--port") { Description = "Loopback port; 0 takes a free one.", HelpName = "PORT" };
        var ttft = DurationOption.Create("--ttft", "Time to the first token.");
        var tps = new Option<double>("--tps") { Description = "Tokens per second after the first one; 0 sends the whole answer at once.", HelpName = "N" };
        var tokens = new Option<int>("--tokens") { Description = "Length of an answer when the client sets no limit.", HelpName = "N", DefaultValueFactory = static _ => 64 };
        var model = new Option<string>("--model") { Description = "The model's name.", HelpName = "NAME", DefaultValueFactory = static _ => SimulatorServerOptions.DefaultModel };
        var jitter = new Option<double>("--jitter") { Description = "How far waits vary, as a share of each: 0 to 1.", HelpName = "SHARE" };
        var seed = new Option<ulong>("--seed") { Description = "Fixes the jitter.", HelpName = "N" };
        var key = new Option<string?>("--api-key") { Description = "Demand this key, in whichever header a client's API has it.", HelpName = "KEY" };
        var json = new Option<bool>("--json") { Description = "Print {base_url, model} instead of text." };
        var fail = new Option<SimulatorFault?>("--fail")
        {
            Description = $"Go wrong on every request. One of: {SimulatorFault.Syntax}.",
            HelpName = "MODE",
            CustomParser = static result =>
            {
                var fault = SimulatorFault.Parse(result.Tokens[0].Value);
                if (fault is null)
                {
                    result.AddError($"'{result.Tokens[0].Value}' is not a way to fail. Use one of: {SimulatorFault.Syntax}.");
                }

                return fault;
            },
        };
        port.Validators.Add(Within.Bounds(port, 0, 65535));
        tokens.Validators.Add(Within.Bounds(tokens, 1, 1_000_000));
        tps.Validators.Add(Within.Bounds(tps, 0, 1_000_000));
        jitter.Validators.Add(Within.Bounds(jitter, 0, 1));
        var command = new Command("simulate", "Run a simulated engine that speaks OpenAI chat completions and Responses, Anthropic Messages and Gemini, for demos, tests and load.")
        {
            port, ttft, tps, tokens, model, fail, key, jitter, seed, json,
        };
        command.SetAction((parse, cancelled) => RunAsync(
            terminal,
            new SimulatorServerOptions
            {
                Port = parse.GetValue(port),
                Ttft = parse.GetValue(ttft),
                TokensPerSecond = parse.GetValue(tps),
                OutputTokens = parse.GetValue(tokens),
                Model = parse.GetValue(model)!,
                Jitter = parse.GetValue(jitter),
                Seed = parse.GetValue(seed),
                ApiKey = parse.GetValue(key),
                Fault = parse.GetValue(fail),
            },
            parse.GetValue(json),
            cancelled));
        return command;
    }

    private static async Task<int> RunAsync(Terminal terminal, SimulatorServerOptions options, bool json, CancellationToken cancelled)
    {
        SimulatorServer server;
        try
        {
            server = await SimulatorServer.StartAsync(options, cancelled);
        }
        catch (IOException e)
        {
            return terminal.Fail(ExitCode.Failed, $"{e.Message} Choose another one with --port, or 0 for a free one.");
        }

        await using (server)
        {
            if (json)
            {
                terminal.WriteJson(new { BaseUrl = server.BaseUrl, options.Model });
            }
            else
            {
                terminal.Writer.WriteLine(server.BaseUrl);
                terminal.Error.MarkupLineInterpolated(
                    $"[dim]{options.Model} answers here with simulated text. Counts: {new Uri(server.BaseUrl, "/simulator/stats")}. Ctrl-C stops it.[/]");
            }

            await Interruption.WaitAsync(cancelled);
            using var deadline = new CancellationTokenSource(DrainTime);
            await server.StopAsync(deadline.Token);
        }

        return ExitCode.Ok;
    }
}
