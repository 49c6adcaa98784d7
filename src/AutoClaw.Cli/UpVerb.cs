using System.CommandLine;
using AutoClaw.Cli.Setup;
using AutoClaw.Cli.Up;
using AutoClaw.Gateway.Auth;
using AutoClaw.Gateway.Engines.Detection;
using AutoClaw.Gateway.Options;

namespace AutoClaw.Cli;

/// <summary><c>autoclaw up</c>: starts the gateway, with a file or with what this machine has, until it is interrupted.</summary>
internal static class UpVerb
{
    public static Command Create(Terminal terminal)
    {
        var config = new Option<string?>("--config", "-c")
        {
            Description = $"The configuration file. Left out: ./{ConfigFile.DefaultName} if it is there, else whatever engines are found.",
            HelpName = "FILE",
        };
        var port = new Option<int?>("--port") { Description = "Listen on this port instead of the configured one; 0 takes a free one.", HelpName = "PORT" };
        port.Validators.Add(Within.Bounds(port, 0, 65535));
        var json = new Option<bool>("--json") { Description = "Print one object {base_url, api_key, admin_url, engines, findings, self_test} instead of text." };
        var command = new Command("up", "Start the gateway and say what it found and what to paste into a client.") { config, port, json };
        command.SetAction(async (parse, cancelled) =>
        {
            var timer = new SetupTimer(SetupStep.Up, TimeProvider.System);
            var (plan, exitCode) = await PlanAsync(terminal, parse.GetValue(config), cancelled);
            return plan is null
                ? exitCode
                : await new UpRun(terminal, plan.WithPort(parse.GetValue(port)), parse.GetValue(json), timer).RunAsync(cancelled);
        });
        return command;
    }

    private static async Task<(UpPlan? Plan, int ExitCode)> PlanAsync(Terminal terminal, string? file, CancellationToken cancelled)
    {
        if (file is null && !File.Exists(ConfigFile.DefaultName))
        {
            var (key, _, problem) = LocalCredentials.Default.GetOrCreate();
            return key is null
                ? (null, terminal.Fail(ExitCode.Failed, problem!))
                : (UpPlan.Of(await EngineDetector.DetectAsync(cancellationToken: cancelled), key), ExitCode.Ok);
        }

        var result = ConfigFile.Load(file ?? ConfigFile.DefaultName);
        terminal.WriteProblems(result);
        return result.Options is null
            ? (null, terminal.Fail(ExitCode.Config, $"{result.File} is not valid; nothing was started."))
            : (UpPlan.Of(result, LocalCredentials.Default), ExitCode.Ok);
    }
}
