using AutoClaw.Cli.Client;
using AutoClaw.Core.Model;
using AutoClaw.Gateway.Options;
using Spectre.Console;

namespace AutoClaw.Cli.Up;

/// <summary>What <c>up</c> says: what it found, where it listens, what to paste into a client, and how a first request went.</summary>
internal sealed class UpReport(Terminal terminal, UpPlan plan, Uri baseUrl, Uri? adminUrl)
{
    // In place of a key that is not ours to show.
    private const string KeyPlaceholder = "YOUR_KEY";

    private string BaseUrl => baseUrl.AbsoluteUri;

    public void WriteFindings()
    {
        foreach (var finding in plan.Found?.Findings ?? [])
        {
            var mark = finding.Simulated ? "[yellow]simulated[/]" : finding.Found ? "[green]found    [/]" : "[dim]not used [/]";
            terminal.Out.MarkupLine($"{mark}  {Markup.Escape(finding.Name)} ({Markup.Escape(finding.Where)}): {Markup.Escape(finding.Detail)}");
        }

        if (plan.File is { } file)
        {
            terminal.Out.MarkupLineInterpolated($"config     {file.File}; an edit counts as soon as it is saved");
        }

        foreach (var engine in plan.Options.Engines)
        {
            var simulated = IsSimulated(engine) ? ", [yellow]simulated: its answers are made up[/]" : string.Empty;
            terminal.Out.MarkupLine($"engine     {Markup.Escape(engine.Id)}: {Markup.Escape(engine.Model)}, {PlaceOf(engine)}{simulated}");
        }
    }

    public void WriteAddress()
    {
        var key = plan.Key ?? KeyPlaceholder;
        terminal.Out.WriteLine();
        terminal.Out.MarkupLineInterpolated($"base URL   [bold]{BaseUrl}[/]");
        terminal.Out.MarkupLineInterpolated($"API key    {plan.Key ?? (plan.Options.Auth.AllowAnonymousLoopback ? "none needed on this machine" : $"one of the file's auth.keys ({plan.KeyProblem})")}");
        if (adminUrl is not null)
        {
            terminal.Out.MarkupLineInterpolated($"admin URL  {adminUrl.GetLeftPart(UriPartial.Authority)}/admin");
        }

        Write("curl", ClientSnippets.Curl(BaseUrl, key));
        Write("C#", ClientSnippets.CSharp(BaseUrl, key));
        Write("Python", ClientSnippets.Python(BaseUrl, key));
        Write("TypeScript", ClientSnippets.TypeScript(BaseUrl, key));
        terminal.Out.WriteLine();
    }

    public void WriteSelfTest(ChatTurn? turn, string? problem)
    {
        if (turn is null)
        {
            terminal.Out.MarkupLineInterpolated($"[yellow]self-test[/]  {problem}");
        }
        else
        {
            terminal.Out.MarkupLineInterpolated($"[green]self-test[/]  {turn.Summary()}");
        }

        terminal.Out.MarkupLine("ready      Ctrl-C stops it");
    }

    public void WriteJson(ChatTurn? turn, string? problem) => terminal.WriteJson(new
    {
        BaseUrl,
        ApiKey = plan.Key,
        AdminUrl = adminUrl?.GetLeftPart(UriPartial.Authority),
        Config = plan.File?.File,
        Engines = plan.Options.Engines.Select(engine => new { engine.Id, engine.Kind, Place = PlaceOf(engine), engine.Model, Simulated = IsSimulated(engine) }),
        Findings = plan.Found?.Findings.Select(finding => new { finding.Name, finding.Where, finding.Found, finding.Simulated, finding.Detail }),
        SelfTest = new { Ok = turn is not null, Problem = problem, Turn = turn },
    });

    private static bool IsSimulated(EngineOptions engine) => engine.Kind == EngineOptions.SimulatorKind;

    private static string PlaceOf(EngineOptions engine) => engine.Place == Place.Local ? "local" : "cloud";

    private void Write(string title, string snippet)
    {
        terminal.Out.WriteLine();
        terminal.Out.MarkupLineInterpolated($"[dim]{title}[/]");

        // As it is: a wrapped or styled line could not be pasted.
        terminal.Writer.WriteLine(snippet);
    }
}
