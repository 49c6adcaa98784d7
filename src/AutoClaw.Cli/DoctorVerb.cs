using System.CommandLine;
using AutoClaw.Cli.Doctor;
using AutoClaw.Gateway;
using AutoClaw.Gateway.Auth;
using AutoClaw.Gateway.Engines.Detection;
using AutoClaw.Gateway.Options;
using Spectre.Console;

namespace AutoClaw.Cli;

/// <summary><c>autoclaw doctor</c>: looks at everything that a gateway needs, and says what to do about what is wrong. Changes nothing.</summary>
internal static class DoctorVerb
{
    public static Command Create(Terminal terminal, TimeProvider time)
    {
        var config = new Option<string?>("--config", "-c")
        {
            Description = $"The configuration file. Left out: ./{ConfigFile.DefaultName} if it is there, else whatever engines are found.",
            HelpName = "FILE",
        };
        var json = new Option<bool>("--json") { Description = "Print {healthy, problems, findings} instead of text." };
        var noRequests = new Option<bool>("--no-requests") { Description = "Ask no engine anything." };
        var cloud = new Option<bool>("--cloud") { Description = "Ask cloud engines too: a few tokens each." };
        var command = new Command("doctor", "Check machine, engines, configuration, port and ledger, ask each engine something, and say what to do. Exit code 0 if all is well, 1 if not.")
        {
            config, json, noRequests, cloud,
        };
        command.SetAction(async (parse, cancelled) =>
        {
            var found = await LookAsync(time, parse.GetValue(config), !parse.GetValue(noRequests), parse.GetValue(cloud), cancelled);
            return Print(terminal, found, parse.GetValue(json));
        });
        return command;
    }

    private static async Task<List<HealthFinding>> LookAsync(TimeProvider time, string? named, bool requests, bool cloud, CancellationToken cancelled)
    {
        var detected = await EngineDetector.DetectAsync(time: time, cancellationToken: cancelled);
        var file = named is not null || File.Exists(ConfigFile.DefaultName) ? ConfigFile.Load(named ?? ConfigFile.DefaultName) : null;

        // The key opens nothing here: no gateway is started.
        var options = file is null ? detected.ToOptions(ApiKey.Create()) : file.Options;
        List<HealthFinding> findings =
        [
            .. await MachineChecks.LookAsync(AutoClawHome.Path, cancelled),
            .. await EngineChecks.LookAsync(detected, cancelled),
            .. ConfigChecks.Look(file, options, time.GetUtcNow()),
        ];
        if (options is not null)
        {
            findings.AddRange(await GatewayChecks.LookAsync(options, cancelled));
            findings.AddRange(requests ? await new RequestChecks(time).AskAsync(options.Engines, cloud, cancelled) : []);
        }

        return findings;
    }

    private static int Print(Terminal terminal, List<HealthFinding> findings, bool json)
    {
        var problems = findings.Count(finding => finding.State == HealthState.Problem);
        if (json)
        {
            terminal.WriteJson(new
            {
                Healthy = problems == 0,
                Problems = problems,
                Findings = findings.Select(finding => new { finding.Group, finding.Name, State = Word(finding.State), finding.Detail, finding.Remedy }),
            });
        }
        else
        {
            foreach (var finding in findings)
            {
                var colour = finding.State switch { HealthState.Ok => "green", HealthState.Note => "yellow", _ => "red" };
                terminal.Out.MarkupLine($"[{colour}]{Word(finding.State),-7}[/]  {finding.Group,-7}  {Markup.Escape(finding.Name)}: {Markup.Escape(finding.Detail)}");
                if (finding.Remedy is { } remedy)
                {
                    terminal.Out.MarkupLine($"         [dim]{Markup.Escape(remedy)}[/]");
                }
            }

            terminal.Out.WriteLine();
            terminal.Out.WriteLine(problems == 0 ? "All is well." : $"{problems} problem(s). What to do stands under each.");
        }

        return problems == 0 ? ExitCode.Ok : ExitCode.Failed;
    }

    private static string Word(HealthState state) => state switch { HealthState.Ok => "ok", HealthState.Note => "note", _ => "problem" };
}
