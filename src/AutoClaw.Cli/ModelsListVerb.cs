using System.CommandLine;
using System.Globalization;
using AutoClaw.Cli.Download;
using AutoClaw.Gateway.Local;
using Spectre.Console;

namespace AutoClaw.Cli;

/// <summary><c>autoclaw models list</c>: what is in the store; with <c>--all</c> what the catalogue has, and where it fits.</summary>
internal static class ModelsListVerb
{
    public static Command Create(Terminal terminal)
    {
        var all = new Option<bool>("--all") { Description = "List the catalogue: every model that can be pulled by name." };
        var fits = new Option<bool>("--fits") { Description = "List those of the catalogue that fit this machine's memory." };
        var json = new Option<bool>("--json") { Description = "Print the list as JSON." };
        var command = new Command("list", "List the models of the store, or those that can be pulled by name.") { all, fits, json };
        command.SetAction((parse, _) => ModelsVerb.TryAsync(terminal, () => Task.FromResult(parse.GetValue(all) || parse.GetValue(fits)
            ? Catalogue(terminal, parse.GetValue(fits), parse.GetValue(json))
            : Stored(terminal, parse.GetValue(json)))));
        return command;
    }

    private static int Stored(Terminal terminal, bool json)
    {
        var memory = MachineMemory.Read();
        var rows = GgufStore.Default.List().Select(model => (Model: model, Reading: GgufFile.Read(model.Path), Record: GgufStore.Default.RecordOf(model.Name))).ToList();
        if (json)
        {
            terminal.WriteJson(rows.Select(row => new
            {
                row.Model.Name,
                row.Model.Path,
                row.Model.Bytes,
                row.Reading.Header?.Architecture,
                Title = row.Reading.Header?.Name,
                row.Reading.Header?.SizeLabel,
                row.Reading.Header?.Parameters,
                row.Reading.Header?.Quantization,
                row.Reading.Header?.ContextLength,
                MemoryBytesEstimated = Memory(row.Model, row.Reading.Header),
                Fits = memory.Fit(Memory(row.Model, row.Reading.Header)),
                row.Record?.Source,
                row.Record?.Sha256,
                row.Record?.CheckedAgainst,
                row.Record?.PulledAt,
                row.Record?.License,
                row.Reading.Problem,
            }));
            return ExitCode.Ok;
        }

        foreach (var part in GgufStore.Default.Unfinished())
        {
            terminal.Error.MarkupLineInterpolated($"[yellow]unfinished: {part.Name}, {ByteText.Of(part.Bytes)} are here. Pull it again to go on; 'autoclaw models rm {part.Name}' drops it.[/]");
        }

        if (rows.Count == 0)
        {
            terminal.Writer.WriteLine("no models. 'autoclaw models list --fits' names those that this machine can run; 'autoclaw models pull NAME' gets one.");
            return ExitCode.Ok;
        }

        var table = Table("name", "size", "architecture", "quantisation", "context", "memory", "fits", "checked", "source");
        foreach (var (model, reading, record) in rows)
        {
            Row(
                table,
                model.Name,
                ByteText.Of(model.Bytes),
                reading.Header?.Architecture ?? reading.Problem!,
                reading.Header?.Quantization ?? "?",
                reading.Header?.ContextLength?.ToString(CultureInfo.InvariantCulture) ?? "?",
                "about " + ByteText.Of(Memory(model, reading.Header)),
                memory.Fit(Memory(model, reading.Header)),
                record?.CheckedAgainst ?? "no",
                record?.Source ?? "?");
        }

        terminal.Out.Write(table);
        return ExitCode.Ok;
    }

    private static int Catalogue(Terminal terminal, bool fitting, bool json)
    {
        var memory = MachineMemory.Read();
        var rows = ModelCatalogue.Shipped.Models
            .Select(model => (Model: model, Memory: ModelMemory.Estimate(model.Bytes, model.CacheBytesPerToken)))
            .Select(row => (row.Model, row.Memory, Fits: memory.Fit(row.Memory)))
            .Where(row => !fitting || row.Fits != "no")
            .ToList();
        if (json)
        {
            terminal.WriteJson(new
            {
                Catalogue = ModelCatalogue.Shipped.Version,
                RamBytes = memory.Ram,
                VramBytes = memory.Vram,
                Models = rows.Select(row => new
                {
                    row.Model.Name,
                    row.Model.Title,
                    row.Model.Family,
                    row.Model.Parameters,
                    row.Model.Quantization,
                    row.Model.Gigabytes,
                    row.Model.Context,
                    row.Model.License,
                    MemoryBytesEstimated = row.Memory,
                    row.Fits,
                    row.Model.Sha256,
                    row.Model.Source,
                    row.Model.CheckedOn,
                }),
            });
            return ExitCode.Ok;
        }

        var table = Table("name", "model", "parameters", "quantisation", "size", "context", "memory", "fits", "licence");
        foreach (var (model, bytes, fits) in rows)
        {
            Row(
                table,
                model.Name,
                model.Title,
                model.Parameters,
                model.Quantization,
                ByteText.Of(model.Bytes),
                model.Context.ToString(CultureInfo.InvariantCulture),
                "about " + ByteText.Of(bytes),
                fits,
                model.License);
        }

        terminal.Out.Write(table);
        terminal.Error.MarkupLineInterpolated($"[dim]fits: this machine has {ByteText.Of(memory.Ram)} of memory{(memory.Vram is { } vram ? $" and {ByteText.Of(vram)} on its GPUs" : string.Empty)}. memory: an estimate for {ModelMemory.UsualContext} tokens of context.[/]");
        return ExitCode.Ok;
    }

    private static long Memory(StoredModel model, GgufHeader? header) => ModelMemory.Estimate(model.Bytes, header?.CacheBytesPerToken);

    private static Table Table(params string[] columns)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (var column in columns)
        {
            table.AddColumn(column);
        }

        return table;
    }

    private static void Row(Table table, params string[] cells) => table.AddRow([.. cells.Select(Markup.Escape)]);
}
