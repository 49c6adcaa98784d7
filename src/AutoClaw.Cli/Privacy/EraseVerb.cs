using System.CommandLine;
using AutoClaw.Cli.Admin;
using AutoClaw.Gateway;
using AutoClaw.Gateway.Ledger;
using AutoClaw.Gateway.Privacy;
using Spectre.Console;

namespace AutoClaw.Cli.Privacy;

/// <summary><c>autoclaw privacy erase</c>: a person, or everybody from before a moment, goes from the ledger and all beside it, and what they cost stays.</summary>
internal static class EraseVerb
{
    public static Command Create(Terminal terminal, TimeProvider time)
    {
        var subject = SubjectOption.Create(required: false);
        var olderThan = TimePointOption.Create("--older-than", "Instead of one person everybody, of requests from before then: an age (90d, 52w) or a UTC day or time (2026-01-01).", time);
        var ledger = LedgerVerb.PathOption();
        var also = new Option<string[]>("--also") { Description = "A copy of the ledger to erase from as well; may be given again.", HelpName = "FILE" };
        var dryRun = new Option<bool>("--dry-run") { Description = "Only say how much there is." };
        var json = new Option<bool>("--json") { Description = "Print one object instead of text." };
        var address = new AdminAddress();
        var command = new Command("erase", "Erase a person, or whom all old requests were about, from the ledger, its labels and kept answers, and look through the files' bytes for what is left. Costs stay. Also while a gateway writes; one whose admin listener answers does it itself and forgets what it has in memory.")
        {
            subject, olderThan, ledger, also, dryRun, json, address.Url, address.Key, address.Ca,
        };
        command.Validators.Add(result =>
        {
            if ((result.GetResult(subject) is null) == (result.GetResult(olderThan) is null))
            {
                result.AddError("Say who: --subject TEXT, or --older-than WHEN.");
            }
        });
        command.SetAction(async (parse, cancelled) =>
        {
            var path = parse.GetValue(ledger) ?? AutoClawHome.LedgerPath;
            string[] files = [path, .. parse.GetValue(also) ?? []];
            if (Array.Find(files, file => !File.Exists(file)) is { } missing)
            {
                return terminal.Fail(ExitCode.Failed, $"There is no ledger at {missing}.");
            }

            try
            {
                var (order, code, problem) = OrderOf(path, parse.GetValue(subject), parse.GetValue(olderThan));
                if (order is null)
                {
                    return terminal.Fail(code, problem!);
                }

                if (parse.GetValue(dryRun))
                {
                    return Count(terminal, files, order.Who, parse.GetValue(json));
                }

                var (api, unusable) = address.Connect(parse);
                if (api is null)
                {
                    return terminal.Fail(ExitCode.Failed, unusable!);
                }

                using (api)
                {
                    return await RunAsync(terminal, new EraseRun(order, api, time, cancelled), files, parse.GetValue(json));
                }
            }
            catch (Exception error) when (error is LedgerException or IOException or UnauthorizedAccessException)
            {
                return terminal.Fail(ExitCode.Failed, error.Message);
            }
        });
        return command;
    }

    private static (ErasureOrder? Order, int Code, string? Problem) OrderOf(string path, string? subject, DateTimeOffset? before)
    {
        if (before is { } moment)
        {
            return (new ErasureOrder(IdentitySelection.OlderThan(moment), ""), ExitCode.Ok, null);
        }

        var (hash, code, problem) = SubjectOption.HashOf(path, subject!);
        return (hash is null ? null : new ErasureOrder(IdentitySelection.Of(hash), subject!), code, problem);
    }

    private static int Count(Terminal terminal, string[] files, IdentitySelection who, bool json)
    {
        var found = files.Select(file => (File: file, Found: SubjectRecords.Count(file, who))).ToList();
        if (json)
        {
            terminal.WriteJson(new { DryRun = true, Files = found.Select(each => new { each.File, each.Found.Attempts, each.Found.Requests, each.Found.Labels, each.Found.Responses }) });
            return ExitCode.Ok;
        }

        foreach (var (file, (attempts, requests, labels, responses)) in found)
        {
            terminal.Out.MarkupLineInterpolated($"{file}: {attempts} entries of {requests} requests, {labels} labels, {responses} kept answers");
        }

        return ExitCode.Ok;
    }

    private static async Task<int> RunAsync(Terminal terminal, EraseRun run, string[] files, bool json)
    {
        var done = new List<ErasedFile>();
        for (var i = 0; i < files.Length; i++)
        {
            var (erased, problem) = await run.EraseAsync(files[i], isMain: i == 0);
            if (erased is null)
            {
                return terminal.Fail(problem!.ExitCode, problem.Message);
            }

            done.Add(erased);
        }

        if (json)
        {
            terminal.WriteJson(new { DryRun = false, Files = done });
        }
        else
        {
            foreach (var each in done)
            {
                Tell(terminal, each);
            }
        }

        return done.Sum(each => each.Traces) == 0
            ? ExitCode.Ok
            : terminal.Fail(ExitCode.Failed, "Not all is gone. A request may have been under way, or somebody reads the ledger: run it again.");
    }

    private static void Tell(Terminal terminal, ErasedFile each)
    {
        terminal.Out.MarkupLineInterpolated($"{each.File}: {each.Attempts} entries of {each.Requests} requests are nobody's now, {each.Labels} labels and {each.Responses} kept answers are gone");
        terminal.Out.MarkupLineInterpolated($"  looked through {each.Searched.Count} files, {each.SearchedBytes / 1_000_000.0:0.0} MB: {each.Traces} traces");
        if (each.Names > 0)
        {
            terminal.Error.MarkupLineInterpolated($"[yellow]note:[/] the text itself stands {each.Names} times in {string.Join(", ", each.NamedIn)}. It is no trace of these requests; look whether it is theirs.");
        }
    }
}
