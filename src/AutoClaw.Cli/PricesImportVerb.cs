using System.CommandLine;
using System.Globalization;
using AutoClaw.Core.Pricing;
using AutoClaw.Core.Pricing.Import;
using Spectre.Console;

namespace AutoClaw.Cli;

/// <summary><c>autoclaw prices import</c>: makes a price file of a collection that others keep, and says what is not in it.</summary>
internal static class PricesImportVerb
{
    private const int Examples = 3;

    private static readonly Dictionary<string, PriceSource> Sources = new(StringComparer.Ordinal) { ["litellm"] = PriceSource.LiteLlm, ["genai-prices"] = PriceSource.GenaiPrices };

    public static Command Create(Terminal terminal, TimeProvider time)
    {
        var file = new Argument<string>("FILE") { Description = "The collection: LiteLLM's model_prices_and_context_window.json, or genai-prices' data.json or data_slim.json." };
        var from = new Option<string>("--from") { Description = "litellm or genai-prices.", HelpName = "FORMAT", Required = true };
        from.AcceptOnlyFromAmong([.. Sources.Keys]);
        var output = new Option<string>("--out") { Description = "The price file to write; replaced if it is there.", HelpName = "FILE", Required = true };
        var provider = new Option<string?>("--provider") { Description = "Only this provider's; * stands for any text.", HelpName = "PROVIDER" };
        var model = new Option<string?>("--model") { Description = "Only models of this name; * stands for any text.", HelpName = "MODEL" };
        var asOf = new Option<DateOnly?>("--as-of") { Description = "The day of the collection (2026-11-27). Left out: today.", HelpName = "DAY", CustomParser = result =>
        {
            if (DateOnly.TryParseExact(result.Tokens[0].Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            {
                return day;
            }

            result.AddError($"'{result.Tokens[0].Value}' is no day. Write it as 2026-11-27.");
            return null;
        } };
        var json = new Option<bool>("--json") { Description = "Print everything that is not in the price file as JSON." };
        var command = new Command("import", "Make a price file of LiteLLM's or genai-prices' collection.") { file, from, output, provider, model, asOf, json };
        command.SetAction(parse => Run(
            terminal, Sources[parse.GetValue(from)!], parse.GetValue(from)!, parse.GetValue(file)!, parse.GetValue(output)!,
            new ImportFilter(parse.GetValue(provider), parse.GetValue(model)), parse.GetValue(asOf) ?? PricesVerb.Today(time), parse.GetValue(json)));
        return command;
    }

    private static int Run(Terminal terminal, PriceSource source, string name, string file, string output, ImportFilter filter, DateOnly day, bool json)
    {
        try
        {
            var import = PriceImport.Read(source, File.ReadAllBytes(file), filter);
            if (import.Problem is { } problem)
            {
                return terminal.Fail(ExitCode.Failed, $"{file}: {problem}");
            }

            if (import.Rows.IsEmpty)
            {
                Report(terminal, import, output, json);
                return terminal.Fail(ExitCode.Failed, "No entry that was asked for can be said in a price file; nothing was written.");
            }

            var written = import.ToPriceFile($"{name}-{PricesVerb.Day(day)}", day);
            if (PriceList.Load(written) is { List: null } load)
            {
                return terminal.Fail(ExitCode.Failed, $"A fault of AutoClaw: the price file would not be valid ({load.Problems[0]}). Nothing was written; please report it.");
            }

            // Under another name until it is whole: a gateway may be reading it.
            File.WriteAllBytes(output + ".part", written);
            File.Move(output + ".part", output, overwrite: true);
            Report(terminal, import, output, json);
            return ExitCode.Ok;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return terminal.Fail(ExitCode.Failed, error.Message);
        }
    }

    private static void Report(Terminal terminal, PriceImport import, string output, bool json)
    {
        if (json)
        {
            terminal.WriteJson(new { Output = output, Rows = import.Rows.Length, import.NotAskedFor, import.Skipped, import.Notes });
            return;
        }

        terminal.Out.WriteLine($"{import.Rows.Length} rows in {output}; {import.Skipped.Length} entries left out, {import.NotAskedFor} not asked for");
        Count(terminal, "left out", import.Skipped);
        Count(terminal, "in, but", import.Notes);
    }

    private static void Count(Terminal terminal, string what, IReadOnlyCollection<ImportRemark> remarks)
    {
        foreach (var reason in remarks.GroupBy(remark => remark.Text).OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal))
        {
            var more = reason.Count() > Examples ? ", ..." : string.Empty;
            terminal.Out.WriteLine($"  {what}: {reason.Count()} x {reason.Key} ({string.Join(", ", reason.Take(Examples).Select(remark => remark.Entry))}{more})");
        }
    }
}
