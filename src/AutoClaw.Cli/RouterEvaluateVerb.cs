using System.CommandLine;
using System.CommandLine.Parsing;
using AutoClaw.Core.Routing.Training;
using Spectre.Console;

namespace AutoClaw.Cli;

/// <summary><c>autoclaw router evaluate</c>: a model on rows, or cross-validation of the training itself.</summary>
internal static class RouterEvaluateVerb
{
    private const int DefaultFolds = 5;

    public static Command Create(Terminal terminal)
    {
        var model = RouterVerb.ModelOption();
        var data = RouterVerb.DataOption();
        var folds = new Option<int?>("--folds")
        {
            Description = "Train and score by this many folds of keys (2 to 20) instead of scoring with a model.",
        };
        folds.Validators.Add(result => Range(result, 2, 20));
        var group = new Option<Grouping?>("--group")
        {
            Description = "What a fold keeps together: key (questions are new), domain (subjects are new) or source (one fold a source; the collection is new). Implies --folds 5.",
        };
        var pair = PairOption.Create("--pair", "Measure on this pair, where the data hold its scores, instead of each row's own; with --folds also train for it.");
        var trainPair = PairOption.Create("--train-pair", "With --folds and --pair: train for this pair instead, without what the measured pair's models did.");
        var heldOut = new Option<bool>("--held-out") { Description = "Only the rows that the shipped model was not trained on." };
        var seed = new Option<int>("--seed") { Description = "Draws folds and bootstrap resamples.", DefaultValueFactory = _ => 1 };
        var resamples = new Option<int>("--resamples") { Description = "Bootstrap resamples of keys.", DefaultValueFactory = _ => 500 };
        resamples.Validators.Add(result => Range(result, 1, 100_000));
        var json = new Option<bool>("--json") { Description = "Print the figures as JSON." };
        var command = new Command("evaluate", "Measure quality against cloud share, beside random, prompt length and oracle, with 95 % bootstrap intervals.")
        {
            model, data, folds, group, pair, trainPair, heldOut, seed, resamples, json,
        };
        command.Validators.Add(result =>
        {
            var trains = result.GetResult(folds) is not null || result.GetResult(group) is not null;
            if (trains && result.GetResult(model) is not null)
            {
                result.AddError("--folds and --group train models of their own: leave --model out.");
            }

            if (result.GetResult(trainPair) is not null && !(trains && result.GetResult(pair) is not null))
            {
                result.AddError("--train-pair needs --pair and --folds or --group.");
            }
        });
        command.SetAction(parse => Run(
            terminal,
            new Request(
                parse.GetValue(data)!,
                parse.GetValue(model),
                parse.GetValue(folds) ?? (parse.GetValue(group) is null ? null : DefaultFolds),
                parse.GetValue(group) ?? Grouping.Key,
                parse.GetValue(pair),
                parse.GetValue(trainPair),
                parse.GetValue(heldOut),
                parse.GetValue(json)),
            parse.GetValue(seed),
            parse.GetValue(resamples)));
        return command;
    }

    private static void Range(OptionResult result, int low, int high)
    {
        if (result.GetValueOrDefault<int?>() is { } value && (value < low || value > high))
        {
            result.AddError($"{result.Option.Name} must be {low} to {high}.");
        }
    }

    private static int Run(Terminal terminal, Request request, int seed, int resamples)
    {
        if (RouterVerb.ReadData(terminal, request.Data) is not { } data)
        {
            return ExitCode.Failed;
        }

        var rows = request.HeldOut ? data.Where(row => Dataset.IsHeldOut(row.Key)).Rows : data.Rows;
        foreach (var pair in new[] { request.Pair, request.TrainPair }.OfType<ModelPair>())
        {
            if (PairSelection.Problem(rows, pair) is { } problem)
            {
                return terminal.Fail(ExitCode.Failed, problem);
            }
        }

        ScoredRows scored;
        double? threshold = null;
        if (request.Folds is { } folds)
        {
            var options = new TrainingOptions { Folds = folds, Seed = seed };
            scored = new CrossValidation(request.Group, options, request.Pair, request.TrainPair).Run(rows, message => terminal.Error.WriteLine(message));
        }
        else if (RouterVerb.ReadModel(terminal, request.Model) is { } model)
        {
            rows = request.Pair is { } pair ? PairSelection.ForEvaluation(rows, pair).Where(row => row.HasOutcome).ToArray() : rows;
            scored = new ScoredRows(rows, RouterVerb.Scores(model, rows).Select(s => s.Score).ToArray());
            threshold = model.Calibration.DefaultThreshold;
        }
        else
        {
            return ExitCode.Failed;
        }

        var results = Evaluation.Run(scored.Rows, scored.Scores, threshold, resamples, seed);
        if (request.Json)
        {
            terminal.WriteJson(new
            {
                Seed = seed, Resamples = resamples, DefaultThreshold = threshold, request.Folds, Group = GroupName(request),
                request.Pair, request.TrainPair, Sources = results,
            });
        }
        else
        {
            terminal.Out.Write(RouterEvaluationTable.Create(results));
        }

        return ExitCode.Ok;
    }

    private static string? GroupName(Request request) => request.Folds is null ? null : request.Group.ToString().ToLowerInvariant();

    private sealed record Request(
        string[] Data, string? Model, int? Folds, Grouping Group, ModelPair? Pair, ModelPair? TrainPair, bool HeldOut, bool Json);
}
