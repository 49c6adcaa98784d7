using System.CommandLine;
using System.Globalization;
using AutoClaw.Core.Routing;
using AutoClaw.Core.Verify;
using AutoClaw.Core.Verify.Training;
using Spectre.Console;

namespace AutoClaw.Cli;

/// <summary><c>autoclaw router cascade</c>: what checking local answers before keeping them is worth, measured on recorded answers.</summary>
internal static class RouterCascadeVerb
{
    private const int ErrorsShown = 20;

    // The shares at which people look; the JSON has every twentieth.
    private static readonly double[] ShownShares = [0.2, 0.3, 0.4, 0.5, 0.6, 0.7];

    private static readonly string[] Columns =
        ["policy", "checks", "cloud for 99%", "kept at its own share", .. ShownShares.Select(share => share.ToString("'at '0%", CultureInfo.InvariantCulture))];

    public static Command Create(Terminal terminal)
    {
        var defaults = new CascadeOptions();
        var data = new Option<string>("--data") { Description = "Recorded answers, one JSON object a line (docs/verify.md).", HelpName = "FILE", Required = true };
        var model = new Option<string?>("--model")
        {
            Description = "Router model that scores the prompts. Left out: models trained on the other folds of the same questions.",
            HelpName = "FILE",
        };
        var local = Names("--local", $"Parts of the answering models' names, the most wanted first. [default: {string.Join(' ', defaults.Local)}]");
        var checks = Names("--checks", "Parts of the checking models' names. [default: every other model]");
        var seed = new Option<int>("--seed") { Description = "Draws folds and bootstrap resamples.", DefaultValueFactory = _ => defaults.Seed };
        var resamples = new Option<int>("--resamples") { Description = "Bootstrap resamples of keys, 1 to 10000.", DefaultValueFactory = _ => defaults.Resamples };
        resamples.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 10_000)
            {
                result.AddError("--resamples must be 1 to 10000.");
            }
        });
        var output = new Option<string?>("--out")
        {
            Description = "Write the scorer of prompt and answer, fitted on all questions, to this file.", HelpName = "FILE",
        };
        var json = new Option<bool>("--json") { Description = "Print the figures as JSON." };
        var command = new Command("cascade", "Measure the quality kept against the cloud share when local answers are checked first.")
        {
            data, model, local, checks, seed, resamples, output, json,
        };
        command.SetAction(parse => Run(
            terminal,
            new Request(parse.GetValue(data)!, parse.GetValue(model), parse.GetValue(output), parse.GetValue(json)),
            new CascadeOptions
            {
                Local = parse.GetValue(local) is { Length: > 0 } wanted ? wanted : defaults.Local,
                Checks = parse.GetValue(checks) ?? [],
                Seed = parse.GetValue(seed),
                Resamples = parse.GetValue(resamples),
            }));
        return command;
    }

    private static Option<string[]> Names(string name, string description) => new(name)
    {
        Description = description, HelpName = "NAMES", AllowMultipleArgumentsPerToken = true,
    };

    private static int Run(Terminal terminal, Request request, CascadeOptions options)
    {
        var data = RecordedQuestions.Read(request.Data);
        foreach (var error in data.Errors.Take(ErrorsShown))
        {
            terminal.Fail(ExitCode.Failed, error.ToString());
        }

        if (data.Errors.Count > 0)
        {
            return ExitCode.Failed;
        }

        // Everything is scored by what was trained on the other folds.
        if (data.Questions.Select(question => question.Key).Distinct().Take(2 * options.Folds).Count() < 2 * options.Folds)
        {
            return terminal.Fail(ExitCode.Failed, $"{request.Data}: fewer than {2 * options.Folds} different questions are too few to measure on.");
        }

        RouterModel? model = null;
        if (request.Model is not null && (model = RouterVerb.ReadModel(terminal, request.Model)) is null)
        {
            return ExitCode.Failed;
        }

        if (request.Output is not null && !TryWriteScorer(terminal, request.Output, data, options))
        {
            return ExitCode.Failed;
        }

        var report = CascadeEvaluation.Run(data, options, model, message => terminal.Error.WriteLine(message));
        if (request.Json)
        {
            terminal.WriteJson(new { report.DataHash, options.Seed, options.Folds, options.Resamples, report.PromptScores, CascadeReport.Shares, report.Sources });
        }
        else
        {
            Write(terminal, report);
        }

        return ExitCode.Ok;
    }

    private static bool TryWriteScorer(Terminal terminal, string path, RecordedQuestions data, CascadeOptions options)
    {
        try
        {
            var scorer = CascadeEvaluation.TrainScorer(data, options);
            File.WriteAllText(path, GainScorerFile.Write(scorer, $"{data.Questions.Count} questions, SHA-256 {data.Hash}, seed {options.Seed}"));
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            terminal.Fail(ExitCode.Failed, $"The scorer could not be written: {e.Message}");
            return false;
        }
    }

    private static void Write(Terminal terminal, CascadeReport report)
    {
        foreach (var source in report.Sources)
        {
            terminal.Writer.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{source.Source}: {source.Questions} questions, local {source.LocalQuality:0.000} ({string.Join(", ", source.Local)}), cloud {source.CloudQuality:0.000}"));
            var table = new Table().Border(TableBorder.Simple);
            foreach (var column in Columns)
            {
                table.AddColumn(new TableColumn(column).NoWrap());
            }

            foreach (var policy in source.Policies)
            {
                table.AddRow([
                    Markup.Escape(policy.Policy),
                    policy.Checks.ToString("0.##", CultureInfo.InvariantCulture),
                    policy.Share99 is null ? "" : $"{Share(policy.Share99)} ({Share(policy.Share99Low)}-{Share(policy.Share99High)})",
                    policy.CloudShare is null ? "" : $"{Share(policy.CloudShareKept)} at {Share(policy.CloudShare)}",
                    .. ShownShares.Select(share => Share(policy.Kept?[(int)Math.Round(share * (CascadeReport.Shares.Count - 1))])),
                ]);
            }

            terminal.Out.Write(table);
        }

        terminal.Writer.WriteLine($"Data SHA-256 {report.DataHash}, seed {report.Options.Seed}, prompt scores: {report.PromptScores}.");
    }

    private static string Share(double? value) => value?.ToString("0.000", CultureInfo.InvariantCulture) ?? "";

    private sealed record Request(string Data, string? Model, string? Output, bool Json);
}
