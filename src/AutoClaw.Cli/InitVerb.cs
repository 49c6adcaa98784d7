using System.CommandLine;
using AutoClaw.Gateway.Auth;
using AutoClaw.Gateway.Engines.Detection;
using AutoClaw.Gateway.Options;
using Spectre.Console;

namespace AutoClaw.Cli;

/// <summary><c>autoclaw init</c>: looks for engines and writes the file to go on from.</summary>
internal static class InitVerb
{
    /// <summary>What the key of this machine's own user is called in the file.</summary>
    private const string KeyName = "this machine";

    public static Command Create(Terminal terminal)
    {
        var output = new Option<string>("--output", "-o") { Description = "The file to write.", HelpName = "FILE", DefaultValueFactory = static _ => ConfigFile.DefaultName };
        var force = new Option<bool>("--force") { Description = "Overwrite the file if it exists." };
        var json = new Option<bool>("--json") { Description = "Print {file, api_key, key_created, credentials, findings} instead of text." };
        var command = new Command("init", "Write a configuration file with the engines that this machine has, and make its key.") { output, force, json };
        command.SetAction((parse, cancelled) => new InitRun(terminal, LocalCredentials.Default, new DetectionOptions(), parse.GetValue(json))
            .RunAsync(parse.GetValue(output)!, parse.GetValue(force), cancelled));
        return command;
    }

    /// <summary>One run of the verb, with what it depends on.</summary>
    internal sealed class InitRun(Terminal terminal, LocalCredentials credentials, DetectionOptions detection, bool json)
    {
        public async Task<int> RunAsync(string file, bool force, CancellationToken cancelled)
        {
            if (!force && File.Exists(file))
            {
                return terminal.Fail(ExitCode.Failed, $"{file} exists. Choose another file with -o, or overwrite it with --force.");
            }

            var found = await EngineDetector.DetectAsync(detection, cancellationToken: cancelled);
            var (key, created, problem) = credentials.GetOrCreate();
            if (key is null)
            {
                return terminal.Fail(ExitCode.Failed, problem!);
            }

            try
            {
                await WriteAsync(file, InitialConfig.Write(found, key, KeyName), force, cancelled);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                return terminal.Fail(ExitCode.Failed, $"{file} cannot be written: {error.Message}");
            }

            Print(file, found, key, created);
            return ExitCode.Ok;
        }

        // CreateNew, so that a file that appeared since the check is not lost either.
        private static async Task WriteAsync(string file, string text, bool force, CancellationToken cancelled)
        {
            await using var stream = new FileStream(file, force ? FileMode.Create : FileMode.CreateNew, FileAccess.Write);
            await using var writer = new StreamWriter(stream);
            await writer.WriteAsync(text.AsMemory(), cancelled);
        }

        private void Print(string file, DetectionResult found, ApiKey key, bool created)
        {
            if (json)
            {
                terminal.WriteJson(new
                {
                    File = file,
                    ApiKey = key.Value,
                    KeyCreated = created,
                    Credentials = credentials.FilePath,
                    Findings = found.Findings.Select(finding => new { finding.Name, finding.Where, finding.Found, finding.Simulated, finding.Detail, Engine = finding.Engine?.Id }),
                });
                return;
            }

            foreach (var finding in found.Findings)
            {
                var mark = finding.Simulated ? "[yellow]simulated[/]" : finding.Found ? "[green]found[/]" : "[dim]not used[/]";
                terminal.Out.MarkupLine($"{mark}  {Markup.Escape(finding.Name)} ({Markup.Escape(finding.Where)}): {Markup.Escape(finding.Detail)}");
            }

            terminal.Out.WriteLine();
            terminal.Out.MarkupLineInterpolated($"wrote    {file}");
            terminal.Out.MarkupLineInterpolated($"API key  {key.Value}");
            terminal.Out.MarkupLineInterpolated(
                $"[dim]The key is {(created ? "new" : "the one that this machine had")}; only its hash is in {file}. It is kept for this user in {credentials.FilePath}.[/]");
            terminal.Out.MarkupLineInterpolated($"next     autoclaw up -c {file}");
        }
    }
}
