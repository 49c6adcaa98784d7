using System.CommandLine;
using AutoClaw.Cli.Download;
using AutoClaw.Cli.Setup;
using AutoClaw.Gateway.Local;
using Spectre.Console;

namespace AutoClaw.Cli;

/// <summary><c>autoclaw models pull</c>: a model file into the store, through whatever the network does.</summary>
internal static class ModelsPullVerb
{
    private const int Sha256Digits = 64;

    public static Command Create(Terminal terminal)
    {
        var defaults = new DownloadOptions();
        var source = new Argument<string>("SOURCE") { Description = "A model of the catalogue, hf:ORG/REPO[@REVISION]/FILE.gguf, an https URL, or a file of this machine." };
        var name = new Option<string?>("--name") { Description = "What to call it. Left out: as the catalogue or the file does.", HelpName = "NAME" };
        var sha256 = new Option<string?>("--sha256") { Description = "The file's checksum; it is refused if it has another.", HelpName = "HEX" };
        sha256.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } hex && (hex.Length != Sha256Digits || !hex.All(char.IsAsciiHexDigit)))
            {
                result.AddError("--sha256 takes 64 hexadecimal digits.");
            }
        });
        var allow = new Option<string[]>("--allow-host") { Description = "Fetch from this host too, also over plain http or on this machine.", HelpName = "HOST[:PORT]" };
        var again = new Option<bool>("--force") { Description = "Fetch it anew even if it is there." };
        var stall = DurationOption.Create("--stall-timeout", "How long nothing may come before the connection counts as dead. [default: 30s]");
        var retries = new Option<int>("--retries") { Description = "Failures in a row after which it gives up.", DefaultValueFactory = _ => defaults.Retries };
        retries.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 0 or > 100)
            {
                result.AddError("--retries must be from 0 to 100.");
            }
        });
        var json = new Option<bool>("--json") { Description = "Print one object about the model instead of text." };
        var command = new Command("pull", "Get a model file: resumed after a break, checked before it is used.") { source, name, sha256, allow, again, stall, retries, json };
        command.SetAction((parse, cancelled) =>
        {
            var patience = parse.GetValue(stall);
            return RunAsync(
                terminal,
                new Asked(parse.GetValue(source)!, parse.GetValue(name), parse.GetValue(allow) ?? [], parse.GetValue(json)),
                new PullRequest(parse.GetValue(sha256)?.ToLowerInvariant(), parse.GetValue(again)),
                defaults with { Retries = parse.GetValue(retries), StallTimeout = patience > TimeSpan.Zero ? patience : defaults.StallTimeout },
                cancelled);
        });
        return command;
    }

    private static async Task<int> RunAsync(Terminal terminal, Asked asked, PullRequest request, DownloadOptions options, CancellationToken cancelled)
    {
        var (hub, wrong) = HubAddress.From(Environment.GetEnvironmentVariable);
        if (hub is null)
        {
            return terminal.Fail(ExitCode.Failed, wrong!);
        }

        var (source, problem) = new ModelSourceReader(ModelCatalogue.Shipped, hub).Read(asked.Source, asked.Name);
        if (source is null)
        {
            return terminal.Fail(ExitCode.Failed, problem!);
        }

        // Who sets a mirror trusts it.
        string[] allowed = hub is { IsMirror: true, Root.IsFile: false } ? [.. asked.Allowed, hub.Root.Authority] : asked.Allowed;
        using var client = new SourceClient(new HostRules(allowed), HubToken.FromEnvironment());
        var downloader = new Downloader(client, TimeProvider.System, options);
        var progress = new TransferProgress(terminal);
        var pull = new ModelPull(
            GgufStore.Default,
            TimeProvider.System,
            download => progress.RunAsync(source.Name, report => downloader.RunAsync(download, report, text => terminal.Error.MarkupLineInterpolated($"[yellow]{text}[/]"), cancelled)),
            progress);
        var timer = new SetupTimer(SetupStep.ModelPull, TimeProvider.System);
        PullResult result;
        try
        {
            result = await pull.RunAsync(source, request, cancelled);
        }
        catch (OperationCanceledException) when (cancelled.IsCancellationRequested)
        {
            await SetupLog.Default.AddAsync(timer.Failed(source.Name));
            return terminal.Fail(ExitCode.Failed, "Interrupted. What is here is kept: run it again to go on.");
        }

        if (!result.WasThere)
        {
            await SetupLog.Default.AddAsync(Took(timer, source, result));
        }

        return result.Problem is null ? Print(terminal, result, asked.Json) : terminal.Fail(ExitCode.Failed, result.Problem);
    }

    private static SetupRecord Took(SetupTimer timer, ModelSource source, PullResult result) =>
        result.Problem is not null ? timer.Failed(source.Name)
        : source.Location.IsFile ? timer.Succeeded(source.Name)
        : timer.Succeeded(source.Name, result.Model!.Bytes - result.Resumed) with { Resumed = result.Resumed };

    private static int Print(Terminal terminal, PullResult result, bool json)
    {
        var (model, record, header) = (result.Model!, result.Record!, result.Header);
        if (json)
        {
            terminal.WriteJson(new
            {
                model.Name,
                model.Path,
                model.Bytes,
                record.Sha256,
                record.CheckedAgainst,
                record.Source,
                record.License,
                header?.Architecture,
                header?.Quantization,
                header?.ContextLength,
                ResumedBytes = result.Resumed,
                result.WasThere,
            });
            return ExitCode.Ok;
        }

        terminal.Out.MarkupLineInterpolated($"{(result.WasThere ? "is there" : "pulled")}   {model.Name} ({ByteText.Of(model.Bytes)}, {header?.Architecture}, {header?.Quantization ?? "quantisation unknown"})");
        terminal.Out.MarkupLineInterpolated($"file     {model.Path}");
        terminal.Out.MarkupLineInterpolated($"sha256   {record.Sha256} ({Checked(record.CheckedAgainst)})");
        if (record.License is not null)
        {
            terminal.Out.MarkupLineInterpolated($"licence  {record.License}");
        }

        return ExitCode.Ok;
    }

    private static string Checked(string? against) => against switch
    {
        "user" => "as you gave it",
        "catalogue" => "as the catalogue has it",
        "server" => "as the server gave it",
        _ => "not checked: there was nothing to compare it with",
    };

    private sealed record Asked(string Source, string? Name, string[] Allowed, bool Json);
}
