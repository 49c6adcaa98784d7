using System.CommandLine;
using AutoClaw.Gateway.Ledger;
using AutoClaw.Gateway.Options;

namespace AutoClaw.Cli.Privacy;

/// <summary><c>autoclaw privacy records</c>: a record of processing, from the configuration and the ledger.</summary>
internal static class RecordsVerb
{
    public static Command Create(Terminal terminal, TimeProvider time)
    {
        var since = TimePointOption.Create("--since", "Only requests from then on: an age (24h, 7d) or a UTC day or time (2026-11-01).", time);
        var until = TimePointOption.Create("--until", "Only requests before then.", time);
        var format = new Option<string>("--format") { Description = "markdown or json.", HelpName = "FORMAT", DefaultValueFactory = static _ => "markdown" };
        format.AcceptOnlyFromAmong("markdown", "json");
        var file = ConfigVerb.FileOption();
        var ledger = new Option<string?>("--ledger") { Description = "The ledger file. Left out: the configuration's, else ledger.db in AutoClaw's data folder (AUTOCLAW_HOME).", HelpName = "PATH" };
        var command = new Command("records", "Print a record of processing: who got what and how much, for what, how long things are kept and what secures them, as configured and as the ledger counted. Exit code 1 if the record was changed.")
        {
            since, until, format, file, ledger,
        };
        command.SetAction(parse =>
        {
            var result = ConfigFile.Load(parse.GetValue(file)!);
            if (result.Options is not { } options)
            {
                terminal.WriteProblems(result);
                return ExitCode.Config;
            }

            return LedgerVerb.Run(terminal, parse.GetValue(ledger) ?? options.Ledger.Path, path => Run(terminal, options, path, (parse.GetValue(since), parse.GetValue(until), parse.GetValue(format) == "json")));
        });
        return command;
    }

    private static int Run(Terminal terminal, GatewayOptions options, string path, (DateTimeOffset? Since, DateTimeOffset? Until, bool Json) how)
    {
        var joined = new ProcessingConfig(options, ProcessingLedger.Read(path, how.Since, how.Until));
        var measures = new RecordedMeasures(options, path);
        var record = new ProcessingRecord(
            how.Since, how.Until, joined.Totals, joined.Recipients(), joined.Purposes(), joined.Labels(), joined.Keys(), joined.Data(), measures.Retention(), measures.Security(),
            RecordedAudit.Read(path, how.Since, how.Until), measures.NotDeclared());
        if (how.Json)
        {
            terminal.WriteJson(record);
        }
        else
        {
            terminal.Writer.Write(ProcessingText.Write(record));
        }

        return record.Audit is { Verified: false }
            ? terminal.Fail(ExitCode.Failed, $"The record was changed: {string.Join("; ", record.Audit.Problems)}")
            : ExitCode.Ok;
    }
}
