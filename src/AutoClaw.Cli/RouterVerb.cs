using System.CommandLine;
using AutoClaw.Core.Routing;
using AutoClaw.Core.Routing.Training;

namespace AutoClaw.Cli;

/// <summary><c>autoclaw router</c>: train, measure and use the router model offline. What the verbs share.</summary>
internal static class RouterVerb
{
    /// <summary>More errors than these help nobody.</summary>
    private const int ErrorsShown = 20;

    public static Command Create(Terminal terminal) => new("router", "Train, tune, evaluate, score with and promote router models. Offline: no gateway is needed.")
    {
        RouterTrainVerb.Create(terminal),
        RouterTuneVerb.Create(terminal),
        RouterEvaluateVerb.Create(terminal),
        RouterScoreVerb.Create(terminal),
        RouterCascadeVerb.Create(terminal),
        RouterPromoteVerb.CreatePromote(terminal),
        RouterPromoteVerb.CreateRollback(terminal),
        RouterChallengeVerb.Create(terminal),
        RouterPromoteVerb.CreateModels(terminal),
    };

    public static Option<string[]> DataOption() => new("--data")
    {
        Description = "JSON-lines files, or directories of *.jsonl files.",
        HelpName = "FILES",
        Required = true,
        AllowMultipleArgumentsPerToken = true,
        Arity = ArgumentArity.OneOrMore,
    };

    public static Option<string?> ModelOption() => new("--model")
    {
        Description = "Router model file. Left out: the model that ships with AutoClaw.",
        HelpName = "FILE",
    };

    /// <summary>Reads the rows; null after saying what is wrong with them.</summary>
    public static Dataset? ReadData(Terminal terminal, string[] paths)
    {
        var data = Dataset.Read(paths);
        return Accept(terminal, data.Errors, data.Rows.Count) ? data : null;
    }

    /// <summary>False after saying what is wrong with the rows.</summary>
    public static bool Accept(Terminal terminal, IReadOnlyList<DatasetError> errors, int rows)
    {
        foreach (var error in errors.Take(ErrorsShown))
        {
            terminal.Fail(ExitCode.Failed, error.ToString());
        }

        if (errors.Count > ErrorsShown)
        {
            terminal.Fail(ExitCode.Failed, $"and {errors.Count - ErrorsShown} more.");
        }

        if (errors.Count == 0 && rows == 0)
        {
            terminal.Fail(ExitCode.Failed, "The data hold no rows.");
        }

        return errors.Count == 0 && rows > 0;
    }

    /// <summary>Reads a model; null after saying why it can't be used.</summary>
    public static RouterModel? ReadModel(Terminal terminal, string? path)
    {
        if (path is null)
        {
            return RouterModel.Shipped;
        }

        try
        {
            return RouterModel.Load(File.ReadAllBytes(path));
        }
        catch (Exception e) when (e is RouterModelFormatException or IOException or UnauthorizedAccessException)
        {
            terminal.Fail(ExitCode.Failed, $"{path}: {(e is FileNotFoundException or DirectoryNotFoundException ? "no such file" : e.Message)}");
            return null;
        }
    }

    public static RouterScore[] Scores(RouterModel model, IReadOnlyList<TrainingRow> rows) => rows.Select(row => model.Score(new RouterInput
    {
        Text = row.Prompt.Span,
        Turns = 1,
        ConversationBytes = row.Prompt.Length,
    })).ToArray();
}
