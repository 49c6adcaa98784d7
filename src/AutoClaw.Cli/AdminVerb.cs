using System.CommandLine;
using System.Text.Json.Nodes;
using AutoClaw.Cli.Admin;

namespace AutoClaw.Cli;

/// <summary><c>autoclaw admin</c>: looks after a running gateway over its admin listener. One verb for each thing that it can do.</summary>
internal static class AdminVerb
{
    public static Command Create(Terminal terminal)
    {
        return new Command("admin", "Look after a running gateway, over its admin listener.")
        {
            Verb(terminal, "status", "Show whether it is ready, and how its ledger and routes are.", HttpMethod.Get, _ => "status", AdminTables.Status),
            Verb(terminal, "engines", "Show each engine: health, load, and whether requests go to it.", HttpMethod.Get, _ => "engines", AdminTables.Engines),
            Verb(terminal, "drain", "Let no more requests go to an engine; those under way end.", HttpMethod.Post, id => $"engines/{id}/drain", AdminTables.Drained, Id("ENGINE", "The engine's id.")),
            Verb(terminal, "resume", "Let requests go to a drained engine again.", HttpMethod.Post, id => $"engines/{id}/resume", AdminTables.Drained, Id("ENGINE", "The engine's id.")),
            Verb(terminal, "reload", "Have it read its configuration file now. Exit code 3 if the file is invalid.", HttpMethod.Post, _ => "config/reload", AdminTables.Reloaded),
            Verb(terminal, "request", "Show which engines were asked for one request, why, and what it cost.", HttpMethod.Get, id => $"requests/{id}", AdminTables.Request, Id("ID", "The request's id, as x-autoclaw-request-id says it.")),
        };
    }

    private static Argument<string> Id(string name, string description) => new(name) { Description = description };

    private static Command Verb(
        Terminal terminal, string name, string description, HttpMethod method, Func<string, string> path, Action<Terminal, JsonObject> print, Argument<string>? id = null)
    {
        var address = new AdminAddress();
        var json = new Option<bool>("--json") { Description = "Print the gateway's answer as it is instead of text." };
        var command = new Command(name, description) { address.Url, address.Key, address.Ca, json };
        if (id is not null)
        {
            command.Add(id);
        }

        command.SetAction(async (parse, cancelled) =>
        {
            var (api, problem) = address.Connect(parse);
            if (api is null)
            {
                return terminal.Fail(ExitCode.Failed, problem!);
            }

            using (api)
            {
                return await RunAsync(terminal, api, method, path(Uri.EscapeDataString(id is null ? string.Empty : parse.GetValue(id)!)), parse.GetValue(json) ? null : print, cancelled);
            }
        });
        return command;
    }

    private static async Task<int> RunAsync(
        Terminal terminal, AdminApi api, HttpMethod method, string path, Action<Terminal, JsonObject>? print, CancellationToken cancelled)
    {
        var (answer, problem) = await api.SendAsync(method, path, cancelled);
        if (answer is not null && print is null)
        {
            terminal.WriteJson(answer);
        }

        if (problem is not null)
        {
            // A configuration is refused with each of its problems, which are told where they stand.
            return answer?["problems"] is JsonArray problems
                ? AdminTables.Refused(terminal, problems, problem.Message)
                : terminal.Fail(problem.ExitCode, problem.Message);
        }

        print?.Invoke(terminal, answer!);
        return ExitCode.Ok;
    }
}
