using System.CommandLine;
using System.Diagnostics;
using AutoClaw.Core.Routing.Training;
using AutoClaw.Core.Verify.Training;
using Spectre.Console;

namespace AutoClaw.Cli;

/// <summary><c>autoclaw router train</c>: rows in, a model file out.</summary>
internal static class RouterTrainVerb
{
    public static Command Create(Terminal terminal)
    {
        var data = RouterVerb.DataOption();
        var output = new Option<string>("--out") { Description = "Where the model file goes.", HelpName = "FILE", Required = true };
        var seed = new Option<int>("--seed") { Description = "Same rows and seed: same file.", DefaultValueFactory = _ => 1 };
        var folds = new Option<int>("--folds") { Description = "Folds for the calibration, 2 to 20.", DefaultValueFactory = _ => 5 };
        folds.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 2 or > 20)
            {
                result.AddError("--folds must be 2 to 20.");
            }
        });
        var all = new Option<bool>("--all") { Description = "Train on the hold-out too. The model cannot be tested on these rows any more." };
        var holdOut = new Option<string?>("--holdout-out")
        {
            Description = "Write the ids of the rows that were held out, one a line, as 'source<TAB>id'.",
            HelpName = "FILE",
        };
        var answers = new Option<string?>("--answers")
        {
            Description = "Recorded answers (docs/verify.md), to learn how long answers are. Characters / 4: an estimate.",
            HelpName = "FILE",
        };
        var pair = PairOption.Create("--pair", "Train for this pair where the data hold its scores; other rows teach with their own pair and less weight.");
        var json = new Option<bool>("--json") { Description = "Print what was trained as JSON." };
        var command = new Command("train", "Train a router model. A tenth of all keys is held out unless --all is given.")
        {
            data, output, answers, seed, folds, pair, all, holdOut, json,
        };
        command.SetAction(parse => Run(
            terminal,
            new Request(
                parse.GetValue(data)!,
                parse.GetValue(output)!,
                parse.GetValue(answers),
                parse.GetValue(holdOut),
                parse.GetValue(pair),
                parse.GetValue(all),
                parse.GetValue(json)),
            new TrainingOptions { Seed = parse.GetValue(seed), Folds = parse.GetValue(folds) }));
        return command;
    }

    private static int Run(Terminal terminal, Request request, TrainingOptions options)
    {
        if (RouterVerb.ReadData(terminal, request.Data) is not { } data)
        {
            return ExitCode.Failed;
        }

        if (request.Answers is { } recorded)
        {
            var answers = RecordedQuestions.Read(recorded);
            if (!RouterVerb.Accept(terminal, answers.Errors, answers.Questions.Count))
            {
                return ExitCode.Failed;
            }

            data = new Dataset(AnswerLengths.Apply(data.Rows, answers.Questions));
        }

        if (request.Pair is { } pair)
        {
            if (PairSelection.Problem(data.Rows, pair) is { } problem)
            {
                return terminal.Fail(ExitCode.Failed, problem);
            }

            data = new Dataset(PairSelection.ForTraining(data.Rows, pair));
            options = options with { Primary = pair };
        }

        var clock = Stopwatch.StartNew();
        var kept = request.All ? data : data.Where(row => !Dataset.IsHeldOut(row.Key));
        Say(terminal, clock, $"{data.Rows.Count} rows, {data.Rows.Count - kept.Rows.Count} held out; extracting features");
        var trainer = new RouterTrainer(kept, options);
        if (trainer.UsableRows < 2 * options.Folds)
        {
            return terminal.Fail(ExitCode.Failed, $"Only {trainer.UsableRows} rows have outcomes (0 to 1) or a difficulty: too few to train on.");
        }

        var model = trainer.Train(message => Say(terminal, clock, message));
        var file = model.ToFile();
        try
        {
            File.WriteAllBytes(request.Output, file);
            if (request.HoldOut is not null && !request.All)
            {
                File.WriteAllLines(request.HoldOut, data.Rows.Where(row => Dataset.IsHeldOut(row.Key)).Select(row => $"{row.Source}\t{row.Id}"));
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return terminal.Fail(ExitCode.Failed, $"The model could not be written: {e.Message}");
        }

        Say(terminal, clock, $"wrote {request.Output}");
        if (request.Json)
        {
            terminal.WriteJson(new
            {
                File = request.Output, Bytes = file.Length, Rows = kept.Rows.Count, HeldOut = data.Rows.Count - kept.Rows.Count,
                model.Calibration.DefaultThreshold, options.Seed, Pair = request.Pair,
            });
        }
        else
        {
            terminal.Writer.WriteLine($"{request.Output}: {file.Length} bytes, default threshold {model.Calibration.DefaultThreshold:0.0000}");
        }

        return ExitCode.Ok;
    }

    private static void Say(Terminal terminal, Stopwatch clock, string message) =>
        terminal.Error.WriteLine($"[{clock.Elapsed.TotalSeconds,6:0.0} s] {message}");

    private sealed record Request(string[] Data, string Output, string? Answers, string? HoldOut, ModelPair? Pair, bool All, bool Json);
}
