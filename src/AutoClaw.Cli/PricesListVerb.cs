using System.CommandLine;
using System.Globalization;
using AutoClaw.Core.Pricing;
using AutoClaw.Core.Pricing.Import;
using Spectre.Console;

namespace AutoClaw.Cli;

/// <summary><c>autoclaw prices list</c>: the shipped prices, under those of a file where one is named.</summary>
internal static class PricesListVerb
{
    public static Command Create(Terminal terminal, TimeProvider time)
    {
        var model = new Option<string?>("--model") { Description = "Only models of this name; * stands for any text.", HelpName = "MODEL" };
        var provider = new Option<string?>("--provider") { Description = "Only those of this provider.", HelpName = "PROVIDER" };
        var file = new Option<string?>("--file") { Description = "A price file whose rows go before the shipped ones, as price_file does.", HelpName = "FILE" };
        var all = new Option<bool>("--all") { Description = "Also prices that no longer hold, or not yet." };
        var json = new Option<bool>("--json") { Description = "Print the list as JSON." };
        var command = new Command("list", "List prices per million tokens, in USD.") { model, provider, file, all, json };
        command.SetAction(parse =>
        {
            var list = PriceList.Shipped;
            if (parse.GetValue(file) is { } path)
            {
                if (PricesVerb.Load(terminal, path) is not { } own)
                {
                    return ExitCode.Failed;
                }

                list = list.WithOverrides(own);
            }

            var filter = new ImportFilter(parse.GetValue(provider), parse.GetValue(model));
            var today = PricesVerb.Today(time);
            var rows = list.EffectiveRows()
                .Where(row => (parse.GetValue(all) || row.HoldsOn(today)) && row.Aliases.Append(row.Model).Any(name => filter.Takes(row.Provider, name)))
                .OrderBy(row => row.Provider, StringComparer.Ordinal)
                .ThenBy(row => row.Model, StringComparer.Ordinal)
                .ThenBy(row => row.ValidFrom ?? DateOnly.MinValue)
                .ToList();
            if (parse.GetValue(json))
            {
                terminal.WriteJson(rows.Select(Machine));
                return ExitCode.Ok;
            }

            if (rows.Count == 0)
            {
                return terminal.Fail(ExitCode.Failed, "No price of such a model. 'autoclaw prices list' names all of them; price_file takes your own (docs/prices.md).");
            }

            Write(terminal, rows);
            return ExitCode.Ok;
        });
        return command;
    }

    private static void Write(Terminal terminal, List<PriceRow> rows)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (var column in new[] { "provider", "model", "prompt up to", "input", "cached", "cache write", "output", "holds", "checked", "confidence", "retires" })
        {
            table.AddColumn(column);
        }

        foreach (var row in rows)
        {
            foreach (var (index, tier) in row.Tiers.Index())
            {
                string[] cells =
                [
                    index == 0 ? row.Provider : string.Empty, index == 0 ? row.Model : string.Empty, tier.UpTo?.ToString(CultureInfo.InvariantCulture) ?? "any",
                    Usd(tier.Input), Usd(tier.CachedInput), Usd(tier.CacheWrite), Usd(tier.Output),
                    row is { ValidFrom: null, ValidTo: null } ? string.Empty : $"{PricesVerb.Day(row.ValidFrom)}..{PricesVerb.Day(row.ValidTo)}",
                    PricesVerb.Day(row.CheckedOn), row.Confidence?.ToString().ToLowerInvariant() ?? string.Empty, PricesVerb.Day(row.RetiresOn),
                ];
                table.AddRow([.. cells.Select(Markup.Escape)]);
            }
        }

        terminal.Out.Write(table);
    }

    private static object Machine(PriceRow row) => new
    {
        row.Provider,
        row.Model,
        row.Aliases,
        row.Snapshots,
        row.Version,
        Tiers = row.Tiers.Select(tier => new
        {
            tier.UpTo,
            Input = Decimal(tier.Input),
            CachedInput = Decimal(tier.CachedInput),
            CacheWrite = Decimal(tier.CacheWrite),
            CacheWrite1h = Decimal(tier.CacheWriteForHour),
            Output = Decimal(tier.Output),
        }),
        row.ValidFrom,
        row.ValidTo,
        row.Source,
        row.CheckedOn,
        Confidence = row.Confidence?.ToString().ToLowerInvariant(),
        row.RetiresOn,
        row.RetirementSource,
    };

    private static decimal Decimal(long picodollars) => (decimal)picodollars / UsdPerMillion.PicodollarsPerToken;

    private static string Usd(long picodollars) => Decimal(picodollars).ToString("0.00####", CultureInfo.InvariantCulture);
}
