using System.CommandLine;
using AutoClaw.Gateway.Audit;
using AutoClaw.Gateway.Ledger;
using AutoClaw.Gateway.Privacy;
using Spectre.Console;

namespace AutoClaw.Cli.Privacy;

/// <summary><c>autoclaw privacy export</c>: what is kept of a person, for one who asks.</summary>
internal static class ExportVerb
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public static Command Create(Terminal terminal, TimeProvider time)
    {
        var subject = SubjectOption.Create(required: true);
        var output = new Option<string?>("--out") { Description = "The file to write, for you alone; replaced if it is there. Left out: standard output.", HelpName = "FILE" };
        var ledger = LedgerVerb.PathOption();
        var command = new Command("export", "Write all that is kept of a person as JSON Lines: entries of the ledger, labels and kept answers with their texts. It is what 'erase' would take. Also while a gateway writes.")
        {
            subject, output, ledger,
        };
        command.SetAction(parse => LedgerVerb.Run(terminal, parse.GetValue(ledger), path => Run(terminal, path, (parse.GetValue(subject)!, parse.GetValue(output)), time)));
        return command;
    }

    private static int Run(Terminal terminal, string path, (string Subject, string? File) order, TimeProvider time)
    {
        var (hash, code, problem) = SubjectOption.HashOf(path, order.Subject);
        if (hash is null)
        {
            return terminal.Fail(code, problem!);
        }

        var who = IdentitySelection.Of(hash);
        if (!SubjectExport.CountOnRecord(path, who, new AuditLog(AuditLog.PathOf(LedgerPath.Prepare(path)), time), "command line").FoundAny)
        {
            terminal.Error.MarkupLineInterpolated($"[yellow]note:[/] nothing is kept of them{(order.File is null ? "" : $", and {order.File} is not written")}");
            return ExitCode.Ok;
        }

        if (order.File is not { } file)
        {
            using var standard = Console.OpenStandardOutput();
            using var lines = new BufferedStream(standard);
            terminal.Error.MarkupLineInterpolated($"{SubjectExport.Write(path, who, lines)}");
            return ExitCode.Ok;
        }

        terminal.Out.MarkupLineInterpolated($"{WriteFile(path, who, file)} in {file}");
        return ExitCode.Ok;
    }

    // Under another name until it is whole.
    private static SubjectExportCounts WriteFile(string path, IdentitySelection who, string file)
    {
        var part = file + ".part";
        try
        {
            // One that is there may be for others' eyes.
            File.Delete(part);
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = OwnerOnly;
            }

            SubjectExportCounts counts;
            using (var stream = new FileStream(part, options))
            {
                counts = SubjectExport.Write(path, who, stream);
            }

            File.Move(part, file, overwrite: true);
            return counts;
        }
        finally
        {
            File.Delete(part);
        }
    }
}
