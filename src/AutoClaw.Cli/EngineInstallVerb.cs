using System.CommandLine;
using AutoClaw.Cli.Download;
using AutoClaw.Cli.EngineSetup;
using AutoClaw.Cli.Setup;
using AutoClaw.Gateway.Local;
using Spectre.Console;

namespace AutoClaw.Cli;

/// <summary><c>autoclaw engine install</c>: a llama-server in place, without touching the system.</summary>
internal static class EngineInstallVerb
{
    private const string Debian = "debian", Release = "release";

    // What a run is of that ends without an engine, and so without its version.
    private const string NoVersion = "llama-server";

    public static Command Create(Terminal terminal)
    {
        var from = new Option<string?>("--from") { Description = "Take it from there only: Debian's packages, or llama.cpp's release. Left out: what suits this system." };
        from.AcceptOnlyFromAmong(Debian, Release);
        var force = new Option<bool>("--force") { Description = "Install one even if there is one." };
        var json = new Option<bool>("--json") { Description = "Print {path, version, origin, source, was_there} instead of text." };
        var command = new Command("install", "Put a llama-server in place; one that is there is used as it is.") { from, force, json };
        command.SetAction((parse, cancelled) => RunAsync(terminal, parse.GetValue(from), parse.GetValue(force), parse.GetValue(json), cancelled));
        return command;
    }

    private static async Task<int> RunAsync(Terminal terminal, string? from, bool force, bool json, CancellationToken cancelled)
    {
        if (!force && EngineVerb.Misnamed() is { } misnamed)
        {
            return terminal.Fail(ExitCode.Failed, misnamed);
        }

        if (!force && LlamaServerBinary.Locate(null) is { } found)
        {
            var (version, broken) = await EngineProgram.VersionAsync(found.Path, cancelled);
            if (version is not null)
            {
                return Print(terminal, new Engine(found.Path, version, EngineVerb.Words(found.Origin), found.Origin == BinaryOrigin.Installed ? EngineFolder.Default.ReadNote()?.Source : null, true), json);
            }

            if (found.Origin != BinaryOrigin.Installed)
            {
                return terminal.Fail(ExitCode.Failed, $"{broken}. It was found by {EngineVerb.Words(found.Origin)}; --force installs another, which goes before one on the PATH.");
            }
        }

        return await InstallAsync(terminal, from, json, cancelled);
    }

    private static async Task<int> InstallAsync(Terminal terminal, string? from, bool json, CancellationToken cancelled)
    {
        if (ReleaseArchive.Address is not { } address)
        {
            return terminal.Fail(ExitCode.Failed, $"{ReleaseArchive.Variable} is no URL.");
        }

        var folder = EngineFolder.Default;
        using var client = new SourceClient(new HostRules(Trusted(address)), new HubToken(null));
        var archive = new ReleaseArchive(folder, address, client, new Downloader(client, TimeProvider.System, new DownloadOptions()), new TransferProgress(terminal));
        var packages = new DebianPackages(folder);
        void Say(string line) => terminal.Error.MarkupLineInterpolated($"[dim]{line}[/]");
        var ways = new List<Func<CancellationToken, Task<SetupResult>>>();
        if (from == Debian || (from is null && DebianPackages.Suit()))
        {
            ways.Add(stop => packages.InstallAsync(Say, stop));
        }

        if (from == Release || (from is null && ReleaseArchive.Platform is not null))
        {
            ways.Add(stop => archive.InstallAsync(Say, stop));
        }

        var timer = new SetupTimer(SetupStep.EngineInstall, TimeProvider.System);
        try
        {
            var (note, fetched, problem) = await new EngineInstallation(folder, ways, TimeProvider.System).RunAsync(cancelled);
            if (note is null)
            {
                await SetupLog.Default.AddAsync(timer.Failed(NoVersion));
                return terminal.Fail(ExitCode.Failed, $"{problem}{Environment.NewLine}By hand: {InstallLine.Here}");
            }

            var took = timer.Succeeded(note.Version, fetched?.Bytes - fetched?.Resumed) with { Resumed = fetched?.Resumed ?? 0 };
            await SetupLog.Default.AddAsync(took);
            Say($"done in {took.Seconds:0.0} s");
            return Print(terminal, new Engine(folder.Program, note.Version, EngineVerb.Words(BinaryOrigin.Installed), note.Source, false), json);
        }
        catch (OperationCanceledException) when (cancelled.IsCancellationRequested)
        {
            await SetupLog.Default.AddAsync(timer.Failed(NoVersion));
            return terminal.Fail(ExitCode.Failed, "Interrupted. Run it again to go on.");
        }
    }

    // Who names another address than GitHub's trusts it.
    private static string[] Trusted(Uri address) => Environment.GetEnvironmentVariable(ReleaseArchive.Variable) is { Length: > 0 } ? [address.Authority] : [];

    private static int Print(Terminal terminal, Engine engine, bool json)
    {
        if (json)
        {
            terminal.WriteJson(engine);
            return ExitCode.Ok;
        }

        terminal.Out.MarkupLineInterpolated($"{(engine.WasThere ? "is there" : "installed")}  {engine.Path}");
        terminal.Out.MarkupLineInterpolated($"version   {engine.Version}");
        terminal.Out.MarkupLineInterpolated($"{(engine.WasThere ? "found by" : "from"),-8}  {(engine.WasThere ? engine.Origin + ": it is used as it is" : engine.Source)}");
        return ExitCode.Ok;
    }

    private sealed record Engine(string Path, string Version, string Origin, string? Source, bool WasThere);
}
