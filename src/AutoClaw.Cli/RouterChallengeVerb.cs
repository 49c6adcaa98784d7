using System.CommandLine;
using AutoClaw.Core.Routing;
using AutoClaw.Core.Routing.Tuning;
using AutoClaw.Gateway;
using AutoClaw.Gateway.Ledger;
using AutoClaw.Gateway.Models;

namespace AutoClaw.Cli;

/// <summary><c>autoclaw router challenge</c>: a second model that scores along without a say, and how it holds against the one in use.</summary>
internal static class RouterChallengeVerb
{
    public static Command Create(Terminal terminal)
    {
        var file = new Argument<string?>("FILE") { Description = "A router model file to watch beside the one in use.", Arity = ArgumentArity.ZeroOrOne };
        var off = new Option<bool>("--off") { Description = "End the challenge." };
        var ledger = new Option<string?>("--ledger") { Description = "The ledger with the labels. Left out: the one in AutoClaw's data folder.", HelpName = "FILE" };
        var seed = new Option<int>("--seed") { Description = "Of the bootstrap.", DefaultValueFactory = _ => 1 };
        var json = new Option<bool>("--json") { Description = "Print the figures as JSON." };
        var command = new Command(
            "challenge", "Let a second router model score along, without a say. Without FILE: how it holds against the one in use, on labels made since it began.")
        {
            file, off, ledger, seed, json,
        };
        command.SetAction(parse => RouterPromoteVerb.Try(terminal, () =>
            parse.GetValue(off) ? End(terminal)
            : parse.GetValue(file) is { } model ? Begin(terminal, model)
            : Compare(terminal, parse.GetValue(ledger) ?? AutoClawHome.LedgerPath, parse.GetValue(seed), parse.GetValue(json))));
        return command;
    }

    private static int Begin(Terminal terminal, string file)
    {
        var challenger = ModelStore.Default.Challenge(file);
        terminal.Writer.WriteLine($"challenger: {challenger.Name} (from {challenger.Source})");
        return ExitCode.Ok;
    }

    private static int End(Terminal terminal)
    {
        ModelStore.Default.EndChallenge();
        terminal.Writer.WriteLine("no challenger");
        return ExitCode.Ok;
    }

    private static int Compare(Terminal terminal, string ledger, int seed, bool json)
    {
        var store = ModelStore.Default;
        if (store.ReadChallenger() is not { } challenger)
        {
            return terminal.Fail(ExitCode.Failed, "There is no challenger. 'autoclaw router challenge FILE' sets one.");
        }

        if (StoredLabels.Read(ledger, challenger.PromotedAt) is not { } labels)
        {
            return terminal.Fail(ExitCode.Failed, $"{ledger}: no such ledger");
        }

        var running = store.Current is { } current ? RouterModel.Load(File.ReadAllBytes(current)) : RouterModel.Shipped;
        var verdict = ModelComparison.Run(
            running, RouterModel.Load(File.ReadAllBytes(store.PathOf(challenger))), labels.Rows, new TuningOptions { Seed = seed });
        if (json)
        {
            terminal.WriteJson(new
            {
                Challenger = challenger.Name, Since = challenger.PromotedAt, verdict.Pairs, Better = verdict.Promoted,
                ApgrChallenger = verdict.Tuned, ApgrRunning = verdict.Running, ApgrLength = verdict.Length, verdict.Advantages,
                verdict.LabelsMissing, verdict.Obstacle,
            });
            return ExitCode.Ok;
        }

        if (verdict.Obstacle is null)
        {
            terminal.Out.Write(VerdictTable.Of("challenger", verdict));
        }

        terminal.Writer.WriteLine($"{challenger.Name}, {verdict.Pairs} labels of both answers since {challenger.PromotedAt:yyyy-MM-dd HH:mm}Z: {Saying(verdict)}");
        return ExitCode.Ok;
    }

    private static string Saying(PromotionVerdict verdict) => verdict switch
    {
        { Promoted: true } => "better with 95 % confidence. 'autoclaw router promote' without a file puts it in use.",
        { Obstacle: { } obstacle } => $"{obstacle}.",
        { LabelsMissing: { } missing } => $"not shown to be better; about {missing} more labels would show a difference of this size.",
        _ => "not better, and nothing says that more labels would help.",
    };
}
