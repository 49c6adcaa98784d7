using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using AutoClaw.Core.Privacy;
using AutoClaw.Core.Privacy.Tagger;
using AutoClaw.Core.Privacy.Training;
using AutoClaw.Core.Routing.Training;
using Spectre.Console;

namespace AutoClaw.Cli;

/// <summary><c>autoclaw privacy train</c>: labelled texts in, a tagger for names and addresses out.</summary>
internal static class PrivacyTrainVerb
{
    public static Command Create(Terminal terminal)
    {
        var data = Files("--data", "JSON-lines files with labelled texts, or directories of *.jsonl files.");
        var negatives = Files("--negatives", "JSON-lines files with prompts, or directories of *.jsonl files: what everyday text looks like.");
        var output = new Option<string>("--out") { Description = "Where the tagger file goes.", HelpName = "FILE", Required = true };
        var seed = new Option<int>("--seed") { Description = "Same texts and seed: same file.", DefaultValueFactory = static _ => 1 };
        var folds = new Option<int>("--folds") { Description = "Also train on all folds but one and score that one, 2 to 10: for choosing options without the hold-out." };
        folds.Validators.Add(Within.Bounds(folds, 2, 10));
        var json = new Option<bool>("--json") { Description = "Print the scores as JSON." };
        var command = new Command("train", "Train a tagger for names, addresses, places and organisations. Two fifths of the templates are held out, and scored.")
        {
            data, negatives, output, seed, folds, json,
        };
        command.SetAction(parse => Run(
            terminal,
            new Request(parse.GetValue(data)!, parse.GetValue(negatives)!, parse.GetValue(output)!, parse.GetValue(folds), parse.GetValue(json)),
            new TaggerOptions { Seed = parse.GetValue(seed) }));
        return command;
    }

    private static Option<string[]> Files(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "FILES",
        Required = true,
        AllowMultipleArgumentsPerToken = true,
        Arity = ArgumentArity.OneOrMore,
    };

    private static int Run(Terminal terminal, Request request, TaggerOptions options)
    {
        var texts = TaggerTexts.Read(request.Data);
        if (!RouterVerb.Accept(terminal, texts.Errors, texts.Texts.Count) || RouterVerb.ReadData(terminal, request.Negatives) is not { } prompts)
        {
            return ExitCode.Failed;
        }

        var clock = Stopwatch.StartNew();
        void Say(string message) => terminal.Error.WriteLine($"[{clock.Elapsed.TotalSeconds,6:0.0} s] {message}");
        var kept = texts.Texts.Where(static t => !t.IsHeldOut).ToArray();
        var heldOut = texts.Texts.Where(static t => t.IsHeldOut).ToArray();
        Say($"{kept.Length} labelled texts to train on, {heldOut.Length} held out, {prompts.Rows.Count} prompts");
        var trainer = new TaggerTrainer(prompts, options);
        if (request.Folds > 0)
        {
            var scores = Enumerable.Range(0, request.Folds).SelectMany(fold => TaggerEvaluation.Run(
                trainer.Train([.. kept.Where(t => t.Fold(request.Folds) != fold)], heldOut, Say), kept.Where(t => t.Fold(request.Folds) == fold)));
            Print(terminal, "folds", TaggerEvaluation.Sum(scores));
        }

        var tagger = trainer.Train(kept, heldOut, Say);
        var file = tagger.ToFile();
        try
        {
            File.WriteAllBytes(request.Output, file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return terminal.Fail(ExitCode.Failed, $"The tagger could not be written: {e.Message}");
        }

        Say($"wrote {request.Output}");
        var held = TaggerEvaluation.Run(tagger, heldOut);
        var tested = prompts.Rows.Where(static r => TaggerTrainer.IsForTesting(r.Key)).ToArray();
        var hits = tested.Count(r => TaggerEvaluation.Finds(tagger, Encoding.UTF8.GetString(r.Prompt.Span), PiiType.Person, PiiType.StreetAddress));
        if (request.Json)
        {
            terminal.WriteJson(new { File = request.Output, Bytes = file.Length, Scores = held, Prompts = tested.Length, PromptsWithNames = hits });
            return ExitCode.Ok;
        }

        Print(terminal, "held out", held);
        terminal.Writer.WriteLine($"names or addresses in {hits} of {tested.Length} prompts that were not trained on");
        terminal.Writer.WriteLine($"{request.Output}: {file.Length} bytes");
        return ExitCode.Ok;
    }

    private static void Print(Terminal terminal, string title, IReadOnlyList<TaggerScore> scores)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (var column in new[] { title, "labelled", "recall", "recall, exact", "recall, any type", "told", "precision" })
        {
            table.AddColumn(new TableColumn(column).NoWrap());
        }

        foreach (var score in scores)
        {
            table.AddRow(
                PiiTypes.NameOf(score.Type), score.Labelled.ToString(CultureInfo.InvariantCulture), Share(score.Recall), Share(score.ExactRecall), Share(score.AnyRecall),
                score.Found.ToString(CultureInfo.InvariantCulture), Share(score.Precision));
        }

        terminal.Out.Write(table);
    }

    private static string Share(double share) => share.ToString("0.000", CultureInfo.InvariantCulture);

    private sealed record Request(string[] Data, string[] Negatives, string Output, int Folds, bool Json);
}
