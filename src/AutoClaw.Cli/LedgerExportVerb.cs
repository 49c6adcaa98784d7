using System.CommandLine;
using AutoClaw.Cli.LedgerExport;
using AutoClaw.Gateway.Ledger;
using Spectre.Console;

namespace AutoClaw.Cli;

/// <summary><c>autoclaw ledger export</c>: the attempts as CSV or Parquet.</summary>
internal static class LedgerExportVerb
{
    public static Command Create(Terminal terminal, TimeProvider time)
    {
        var since = TimePointOption.Create("--since", "Only requests from then on: an age (24h, 7d) or a UTC day or time (2026-11-01).", time);
        var until = TimePointOption.Create("--until", "Only requests before then.", time);
        var format = new Option<string>("--format") { Description = "csv or parquet; left out: by the file's name, else csv.", HelpName = "FORMAT" };
        format.AcceptOnlyFromAmong("csv", "parquet");
        var output = new Option<string?>("--output") { Description = "The file to write; replaced if it is there. Left out: CSV on standard output.", HelpName = "FILE" };
        var ledger = LedgerVerb.PathOption();
        var command = new Command("export", "Write the attempts as CSV or Parquet, also while a gateway writes.") { since, until, format, output, ledger };
        command.Validators.Add(result =>
        {
            if (result.GetValue(format) == "parquet" && result.GetValue(output) is null)
            {
                result.AddError("A Parquet file can't go to standard output. Name one with --output.");
            }
        });
        command.SetAction((parse, cancelled) => Task.FromResult(LedgerVerb.Run(terminal, parse.GetValue(ledger), path =>
        {
            var file = parse.GetValue(output);
            var isParquet = (parse.GetValue(format) ?? (file?.EndsWith(".parquet", StringComparison.OrdinalIgnoreCase) == true ? "parquet" : "csv")) == "parquet";
            long Read(Action<object?[]> row) => Gateway.Ledger.LedgerExport.Read(path, parse.GetValue(since), parse.GetValue(until), row);
            if (file is null)
            {
                WriteCsv(Console.Out, Read);
                return ExitCode.Ok;
            }

            var count = WriteFile(file, isParquet, Read, cancelled);
            terminal.Out.MarkupLineInterpolated($"{count} attempts in {file}");
            return ExitCode.Ok;
        })));
        return command;
    }

    // Under another name until it is whole.
    private static long WriteFile(string file, bool isParquet, Func<Action<object?[]>, long> read, CancellationToken cancelled)
    {
        var part = file + ".part";
        try
        {
            long count;
            if (isParquet)
            {
                using var stream = File.Create(part);
                count = ParquetRows.WriteAsync(stream, read, cancelled).GetAwaiter().GetResult();
            }
            else
            {
                using var writer = new StreamWriter(part);
                count = WriteCsv(writer, read);
            }

            File.Move(part, file, overwrite: true);
            return count;
        }
        finally
        {
            File.Delete(part);
        }
    }

    private static long WriteCsv(TextWriter output, Func<Action<object?[]>, long> read)
    {
        var rows = new CsvRows(output);
        rows.WriteHeader();
        var count = read(rows.Write);
        output.Flush();
        return count;
    }
}
