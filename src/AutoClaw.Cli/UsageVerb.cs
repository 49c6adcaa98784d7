using System.CommandLine;
using AutoClaw.Gateway;
using AutoClaw.Gateway.Ledger;

namespace AutoClaw.Cli;

/// <summary><c>autoclaw usage</c>: what was asked, what it cost, and what all-cloud would have cost, from the ledger.</summary>
internal static class UsageVerb
{
    public static Command Create(Terminal terminal, TimeProvider time)
    {
        var since = TimePointOption.Create("--since", "Only requests from then on: an age (24h, 7d) or a UTC day or time (2026-11-01).", time);
        var until = TimePointOption.Create("--until", "Only requests before then.", time);
        var by = new Option<UsageGrouping>("--by") { Description = "One line for each engine, model, route, place, key, day or hour.", DefaultValueFactory = static _ => UsageGrouping.Engine };
        by.CompletionSources.Clear();
        by.AcceptOnlyFromAmong([.. Enum.GetNames<UsageGrouping>().Select(name => name.ToLowerInvariant())]);
        var ledger = new Option<string?>("--ledger") { Description = "The ledger file. Left out: ledger.db in AutoClaw's data folder (AUTOCLAW_HOME).", HelpName = "PATH" };
        var json = new Option<bool>("--json") { Description = "Print one object instead of a table; money in exact dollars, null where unknown." };
        var command = new Command("usage", "Show requests, tokens, cost, and what all-cloud would have cost.") { since, until, by, ledger, json };
        command.SetAction(parse => Run(
            terminal,
            parse.GetValue(ledger) ?? AutoClawHome.LedgerPath,
            new UsageQuery(parse.GetValue(by), parse.GetValue(since), parse.GetValue(until)),
            parse.GetValue(json)));
        return command;
    }

    internal static int Run(Terminal terminal, string path, UsageQuery query, bool json)
    {
        try
        {
            if (UsageReport.Read(path, query) is not { } report)
            {
                return terminal.Fail(ExitCode.Failed, $"No ledger yet at {path}. 'autoclaw up' starts one; --ledger or AUTOCLAW_HOME names another.");
            }

            if (json)
            {
                terminal.WriteJson(UsageJson.From(report));
            }
            else
            {
                UsageTable.Write(terminal, report);
            }

            return ExitCode.Ok;
        }
        catch (LedgerException e)
        {
            return terminal.Fail(ExitCode.Failed, e.Message);
        }
    }
}
