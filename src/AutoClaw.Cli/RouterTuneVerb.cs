using System.CommandLine;
using AutoClaw.Core.Routing;
using AutoClaw.Core.Routing.Tuning;
using AutoClaw.Gateway;
using AutoClaw.Gateway.Ledger;
using AutoClaw.Gateway.Models;
using Spectre.Console;

namespace AutoClaw.Cli;

/// <summary><c>autoclaw router tune</c>: the user's labels in, a model file out, but only one that is shown to be better.</summary>
internal static class RouterTuneVerb
{
    public static Command Create(Terminal terminal)
    {
        var model = new Option<string?>("--model") { Description = "The running model. Left out: the promoted one, else the shipped one.", HelpName = "FILE" };
        var data = new Option<string[]>("--data")
        {
            Description = "Labels: JSON-lines or .csv files with prompt, local_score and cloud_score (0 to 1), and optionally domain and key.",
            HelpName = "FILES",
            AllowMultipleArgumentsPerToken = true,
            Arity = ArgumentArity.OneOrMore,
        };
        var ledger = new Option<string?>("--ledger") { Description = "A ledger whose labels are used too: feedback and judged copies.", HelpName = "FILE" };
        var output = new Option<string>("--out") { Description = "Where the tuned model goes if it is better.", HelpName = "FILE", Required = true };
        var seed = new Option<int>("--seed") { Description = "Same labels, model and seed: same file.", DefaultValueFactory = _ => 1 };
        var json = new Option<bool>("--json") { Description = "Print the figures as JSON." };
        var command = new Command("tune", "Tune a router model to your own labels. Writes it only if it beats the running model, random and prompt length with 95 % confidence.")
        {
            model, data, ledger, output, seed, json,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(data) is not { Length: > 0 } && result.GetValue(ledger) is null)
            {
                result.AddError("Labels come from --data, --ledger or both.");
            }
        });
        command.SetAction(parse => Run(
            terminal,
            new Request(
                parse.GetValue(data) ?? [], parse.GetValue(ledger), parse.GetValue(model), parse.GetValue(output)!, parse.GetValue(json)),
            new TuningOptions { Seed = parse.GetValue(seed) }));
        return command;
    }

    private static int Run(Terminal terminal, Request request, TuningOptions options)
    {
        if (ReadLabels(terminal, request) is not { } labels || ReadRunning(terminal, request.Model) is not { } running)
        {
            return ExitCode.Failed;
        }

        var result = new Tuner(running, labels, options).Run(message => terminal.Error.WriteLine(message));
        if (result.Model is { } tuned)
        {
            try
            {
                AtomicFile.Write(request.Output, tuned.ToFile());
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return terminal.Fail(ExitCode.Failed, $"The model could not be written: {e.Message}");
            }
        }

        Report(terminal, request, labels.Count, result);
        return result.Model is not null ? ExitCode.Ok : terminal.Fail(ExitCode.Failed, WhyNot(result.Verdict));
    }

    /// <inheritdoc cref="ReadLabels"/>
    private static RouterModel? ReadRunning(Terminal terminal, string? file)
    {
        try
        {
            return RouterVerb.ReadModel(terminal, file ?? ModelStore.Default.Current);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or RouterModelFormatException)
        {
            terminal.Fail(ExitCode.Failed, error.Message);
            return null;
        }
    }

    /// <summary>Null after saying what is wrong.</summary>
    private static List<TuningRow>? ReadLabels(Terminal terminal, Request request)
    {
        var labels = new List<TuningRow>();
        if (request.Ledger is { } path)
        {
            try
            {
                if (StoredLabels.Read(path) is not { } stored)
                {
                    terminal.Fail(ExitCode.Failed, $"{path}: no such ledger");
                    return null;
                }

                labels.AddRange(stored.Rows);
                terminal.Error.WriteLine($"{stored.Rows.Count} labels in {path}");
                if (stored.Outdated > 0)
                {
                    terminal.Error.WriteLine($"{stored.Outdated} labels left out: another version of AutoClaw made their features, and their text was not kept.");
                }
            }
            catch (LedgerException error)
            {
                terminal.Fail(ExitCode.Failed, error.Message);
                return null;
            }
        }

        var data = TuningData.Read(request.Data);
        labels.AddRange(data.Rows);
        return RouterVerb.Accept(terminal, data.Errors, labels.Count) ? labels : null;
    }

    private static void Report(Terminal terminal, Request request, int labels, TuningResult result)
    {
        var verdict = result.Verdict;
        if (request.Json)
        {
            terminal.WriteJson(new
            {
                Labels = labels, verdict.Pairs, verdict.Promoted, File = result.Model is null ? null : request.Output,
                ApgrTuned = verdict.Tuned, ApgrRunning = verdict.Running, ApgrLength = verdict.Length, verdict.Advantages,
                verdict.LabelsMissing, verdict.Obstacle,
            });
            return;
        }

        if (verdict.Obstacle is null)
        {
            terminal.Out.Write(VerdictTable.Of("tuned", verdict));
        }

        if (result.Model is not null)
        {
            terminal.Writer.WriteLine($"{request.Output}: tuned on {labels} labels.");
        }
    }

    private static string WhyNot(PromotionVerdict verdict) => verdict switch
    {
        { Obstacle: { } obstacle } => $"Not tuned: {obstacle}. Nothing was written.",
        { LabelsMissing: { } missing } =>
            $"Not better with 95 % confidence on {verdict.Pairs} labels: about {missing} more would show a difference of this size. Nothing was written.",
        _ => $"Not better on {verdict.Pairs} labels, and nothing says that more of them would help. Nothing was written.",
    };

    private sealed record Request(string[] Data, string? Ledger, string? Model, string Output, bool Json);
}
