using System.CommandLine;
using AutoClaw.Core.Routing;
using AutoClaw.Gateway.Ledger;
using AutoClaw.Gateway.Models;

namespace AutoClaw.Cli;

/// <summary><c>autoclaw router promote</c>, <c>rollback</c> and <c>models</c>: which router model is in use on this machine.</summary>
internal static class RouterPromoteVerb
{
    public static Command CreatePromote(Terminal terminal)
    {
        var file = new Argument<string?>("FILE")
        {
            Description = "A router model file, as 'router tune' or 'router train' writes it. Left out: the challenger.", Arity = ArgumentArity.ZeroOrOne,
        };
        var command = new Command("promote", "Use a router model from now on. A running gateway takes it within seconds; 'rollback' undoes it.") { file };
        command.SetAction(parse => Try(terminal, () =>
        {
            var store = ModelStore.Default;
            if (parse.GetValue(file) is not { } model)
            {
                if (store.ReadChallenger() is not { } challenger)
                {
                    return terminal.Fail(ExitCode.Failed, "There is no challenger to promote. Name a file.");
                }

                model = store.PathOf(challenger);
            }

            var promoted = store.Promote(model);
            EndChallengeOf(store, promoted);
            terminal.Writer.WriteLine($"in use: {promoted.Name} (from {promoted.Source})");
            return ExitCode.Ok;
        }));
        return command;
    }

    public static Command CreateRollback(Terminal terminal)
    {
        var command = new Command("rollback", "Go back to the router model before the one in use.");
        command.SetAction(_ => Try(terminal, () =>
        {
            if (ModelStore.Default.Rollback() is not { } undone)
            {
                return terminal.Fail(ExitCode.Failed, "Nothing was promoted: the shipped model is in use.");
            }

            terminal.Writer.WriteLine($"in use: {(ModelStore.Default.Read() is { Count: > 0 } models ? models[^1].Name : "shipped")} (no longer {undone.Name})");
            return ExitCode.Ok;
        }));
        return command;
    }

    public static Command CreateModels(Terminal terminal)
    {
        var json = new Option<bool>("--json") { Description = "Print the list as JSON." };
        var command = new Command("models", "List the promoted router models, the one in use (*) last, and the challenger (?), with where they come from.") { json };
        command.SetAction(parse => Try(terminal, () =>
        {
            var models = ModelStore.Default.Read();
            var challenger = ModelStore.Default.ReadChallenger();
            if (parse.GetValue(json))
            {
                terminal.WriteJson(new { Promoted = models, Challenger = challenger });
                return ExitCode.Ok;
            }

            terminal.Writer.WriteLine($"{(models.Count == 0 ? "*" : " ")} shipped");
            for (var i = 0; i < models.Count; i++)
            {
                var model = models[i];
                terminal.Writer.WriteLine($"{(i == models.Count - 1 ? "*" : " ")} {Line(model)}");
            }

            if (challenger is not null)
            {
                terminal.Writer.WriteLine($"? {Line(challenger)}");
            }

            return ExitCode.Ok;
        }));
        return command;
    }

    private static string Line(PromotedModel model) => $"{model.Name}  {model.PromotedAt:yyyy-MM-dd HH:mm}Z  {model.Source}  {model.Description}";

    // A model that challenges itself says nothing.
    private static void EndChallengeOf(ModelStore store, PromotedModel promoted)
    {
        if (store.ReadChallenger()?.Name == promoted.Name)
        {
            store.EndChallenge();
        }
    }

    /// <summary>What a store that can't be used leads to: its reason and a failure.</summary>
    public static int Try(Terminal terminal, Func<int> action)
    {
        try
        {
            return action();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or RouterModelFormatException or LedgerException)
        {
            return terminal.Fail(ExitCode.Failed, error.Message);
        }
    }
}
