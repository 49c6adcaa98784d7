using System.CommandLine;
using AutoClaw.Gateway.Auth;
using AutoClaw.Gateway.Options;
using Spectre.Console;

namespace AutoClaw.Cli;

/// <summary><c>autoclaw keys new</c>: a new key, shown once and stored nowhere, and the lines with its hash for the configuration.</summary>
internal static class KeysNewVerb
{
    public static Command Create(Terminal terminal)
    {
        var admin = new Option<bool>("--admin") { Description = "For the admin listener (admin.keys) instead of for clients (auth.keys)." };
        var scope = new Option<AdminScope?>("--scope") { Description = "What an admin key may do: read (look) or write (change things too). Left out: read.", HelpName = "read|write" };
        scope.CompletionSources.Clear();
        scope.AcceptOnlyFromAmong("read", "write");
        var name = new Option<string?>("--name") { Description = "What you call it.", HelpName = "NAME" };
        var json = new Option<bool>("--json") { Description = "Print {key, id, hash, section, scope, name} instead of text." };
        var command = new Command("new", "Make a key: prints it once, and the lines with its hash for the configuration. Nothing is stored.") { admin, scope, name, json };
        command.Validators.Add(result =>
        {
            if (!result.GetValue(admin) && result.GetValue(scope) is not null)
            {
                result.AddError("--scope is for admin keys: add --admin.");
            }
        });
        command.SetAction(parse =>
        {
            Print(terminal, parse.GetValue(admin) ? parse.GetValue(scope) ?? AdminScope.Read : null, parse.GetValue(name), parse.GetValue(json));
            return ExitCode.Ok;
        });
        return command;
    }

    /// <param name="terminal">Where to.</param>
    /// <param name="scope">Null: a client's key.</param>
    /// <param name="name">What it is called.</param>
    /// <param name="json">For programs.</param>
    private static void Print(Terminal terminal, AdminScope? scope, string? name, bool json)
    {
        var key = scope is null ? ApiKey.Create() : ApiKey.CreateAdmin();
        var (section, word) = (scope is null ? "auth" : "admin", scope?.ToString().ToLowerInvariant());
        var hash = KeyHash.Of(key.Value);
        if (json)
        {
            terminal.WriteJson(new { Key = key.Value, key.Id, Hash = hash, Section = $"{section}.keys", Scope = word, Name = name });
            return;
        }

        terminal.Error.MarkupLineInterpolated($"[dim]The key is shown this once. The lines below it go into the configuration; they hold its hash alone.[/]");
        terminal.Writer.WriteLine(key.Value);
        terminal.Writer.WriteLine();
        terminal.Writer.WriteLine($"{section}:");
        terminal.Writer.WriteLine("  keys:");
        terminal.Writer.WriteLine($"    - id: {ConfigShow.Quote(key.Id)}");
        terminal.Writer.WriteLine($"      hash: {ConfigShow.Quote(hash)}");
        if (word is not null)
        {
            terminal.Writer.WriteLine($"      scope: {word}");
        }

        if (name is not null)
        {
            terminal.Writer.WriteLine($"      name: {ConfigShow.Quote(name)}");
        }
    }
}
