using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
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
        var heldOut = new Option<bool>("--held-out") { Description = "Only the rows that the shipped model was not trained on." };
        var seed = new Option<int>("--seed") { Description = "Draws folds and bootstrap resamples.", DefaultValueFactory = _ => 1 };
        var resamples = new Option<int>("--resamples") { Description = "Bootstrap resamples of keys.", DefaultValueFactory = _ => 500 };
        resamples.Validators.Add(result => Range(result, 1, 100_000));
        var json = new Option<bool>("--json") { Description = "Print the figures as JSON." };
        var command = new Command("evaluate", "Measure quality against cloud share, beside random, prompt length and oracle, with 95 % bootstrap intervals.")
        {
            model, data, folds, group, heldOut, seed, resamples, json,
        };
        command.Validators.Add(result =>
        {
            if ((result.GetResult(folds) is not null || result.GetResult(group) is not null) && result.GetResult(model) is not null)
            {
                result.AddError("--folds and --group train models of their own: leave --model out.");
            }
        });
        command.SetAction(parse => Run(
            terminal,
            new Request(
                parse.GetValue(data)!,
                parse.GetValue(model),
                parse.GetValue(folds) ?? (parse.GetValue(group) is null ? null : DefaultFolds),
                parse.GetValue(group) ?? Grouping.Key,
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

        data = request.HeldOut ? data.Where(row => Dataset.IsHeldOut(row.Key)) : data;
        float[] scores;
        double? threshold = null;
        if (request.Folds is { } folds)
        {
            var plan = FoldPlan.Make(request.Group, data.Rows, folds, seed);
            var trainer = new RouterTrainer(data, new TrainingOptions { Folds = folds, Seed = seed });
            scores = trainer.OutOfFoldScores(plan, message => terminal.Error.WriteLine(message));
            var scored = Enumerable.Range(0, data.Rows.Count).Where(plan.IsScored).ToArray();
            data = new Dataset(scored.Select(i => data.Rows[i]).ToArray());
            scores = scored.Select(i => scores[i]).ToArray();
        }
        else if (RouterVerb.ReadModel(terminal, request.Model) is { } model)
        {
            scores = RouterVerb.Scores(model, data).Select(s => s.Score).ToArray();
            threshold = model.Calibration.DefaultThreshold;
        }
        else
        {
            return ExitCode.Failed;
        }

        var results = Evaluation.Run(data.Rows, scores, threshold, resamples, seed);
        if (request.Json)
        {
            terminal.WriteJson(new { Seed = seed, Resamples = resamples, DefaultThreshold = threshold, request.Folds, Group = GroupName(request), Sources = results });
        }
        else
        {
            terminal.Out.Write(ToTable(results));
        }

        return ExitCode.Ok;
    }

    private static string? GroupName(Request request) => request.Folds is null ? null : request.Group.ToString().ToLowerInvariant();

    private static Table ToTable(IReadOnlyList<SourceEvaluation> results)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (var column in new[] { "source", "n", "cloud", "strong", "weak", "order", "APGR", "CPT(50%)", "CPT(80%)", "95% quality", "98% quality" })
        {
            table.AddColumn(new TableColumn(column).NoWrap());
        }

        foreach (var result in results)
        {
            var head = new[]
            {
                result.Source, result.Rows.ToString(CultureInfo.InvariantCulture), Share(result.CloudShareAtDefault),
                Share(result.Outcomes?.StrongQuality), Share(result.Outcomes?.WeakQuality),
            };
            if (result.Outcomes is not { Router: { } router, Baselines: { } baselines })
            {
                table.AddRow([.. head, result.Outcomes is null ? "no outcomes" : "no gap", "", "", "", "", ""]);
                continue;
            }

            table.AddRow([.. head, "router", .. Cells(router)]);
            table.AddRow(["", "", "", "", "", "random", .. Cells(baselines.Random)]);
            table.AddRow(["", "", "", "", "", "length", .. Cells(baselines.Length)]);
            table.AddRow(["", "", "", "", "", "oracle", .. Cells(baselines.Oracle)]);
        }

        return table;
    }

    private static string[] Cells(MeasuredMetrics m) =>
    [
        Cell(m.Value.Apgr, m.Low.Apgr, m.High.Apgr),
        Cell(m.Value.Cpt50, m.Low.Cpt50, m.High.Cpt50),
        Cell(m.Value.Cpt80, m.Low.Cpt80, m.High.Cpt80),
        Cell(m.Value.Share95, m.Low.Share95, m.High.Share95),
        Cell(m.Value.Share98, m.Low.Share98, m.High.Share98),
    ];

    // Parentheses, because square brackets are markup to the table.
    private static string Cell(double value, double low, double high) => $"{Share(value)} ({Share(low)}-{Share(high)})";

    private static string Share(double? value) => value?.ToString("0.000", CultureInfo.InvariantCulture) ?? "";

    private sealed record Request(string[] Data, string? Model, int? Folds, Grouping Group, bool HeldOut, bool Json);
}
