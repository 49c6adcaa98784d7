using System.CommandLine;
using AutoClaw.Cli.Download;
using AutoClaw.Gateway.Local;
using Spectre.Console;

namespace AutoClaw.Cli;

/// <summary><c>autoclaw models verify</c>: whether the files are still what was stored.</summary>
internal static class ModelsVerifyVerb
{
    public static Command Create(Terminal terminal)
    {
        var names = new Argument<string[]>("NAME") { Description = "Models of the store. Left out: all.", Arity = ArgumentArity.ZeroOrMore };
        var json = new Option<bool>("--json") { Description = "Print the findings as JSON." };
        var command = new Command("verify", "Read model files again and compare them with their checksums. Exit code 1 if one is damaged.") { names, json };
        command.SetAction((parse, cancelled) => ModelsVerb.TryAsync(terminal, () => RunAsync(terminal, parse.GetValue(names)!, parse.GetValue(json), cancelled)));
        return command;
    }

    private static async Task<int> RunAsync(Terminal terminal, string[] names, bool json, CancellationToken cancelled)
    {
        var store = GgufStore.Default;
        var models = store.List();
        if (names.FirstOrDefault(name => models.All(model => model.Name != GgufStore.NameOf(name))) is { } unknown)
        {
            return terminal.Fail(ExitCode.Failed, $"The store has no model '{unknown}'. 'autoclaw models list' names them.");
        }

        var wanted = names.Select(GgufStore.NameOf).ToHashSet(StringComparer.Ordinal);
        var findings = new List<Finding>();
        foreach (var model in models.Where(model => wanted.Count == 0 || wanted.Contains(model.Name)))
        {
            findings.Add(await CheckAsync(terminal, store, model, cancelled));
        }

        if (json)
        {
            terminal.WriteJson(findings);
        }
        else
        {
            findings.ForEach(finding => terminal.Out.MarkupLineInterpolated($"{finding.State,-8} {finding.Name}  {finding.Detail}"));
        }

        return findings.Exists(finding => finding.State == "damaged") ? ExitCode.Failed : ExitCode.Ok;
    }

    private static async Task<Finding> CheckAsync(Terminal terminal, GgufStore store, StoredModel model, CancellationToken cancelled)
    {
        if (GgufFile.Read(model.Path).Problem is { } problem)
        {
            return new Finding(model.Name, "damaged", $"{problem}; pull it again with --force", null);
        }

        var actual = await new TransferProgress(terminal).RunAsync(model.Name, report => FileHash.Sha256Async(model.Path, done => report(done, model.Bytes), cancelled));
        return store.RecordOf(model.Name) switch
        {
            null => new Finding(model.Name, "unknown", "it was not pulled by autoclaw, so there is nothing to compare it with", actual),
            var record when record.Sha256 != actual => new Finding(model.Name, "damaged", $"it was {record.Sha256}; pull it again with --force", actual),
            { CheckedAgainst: null } => new Finding(model.Name, "good", "unchanged since it was stored; nobody gave a checksum then", actual),
            var record => new Finding(model.Name, "good", $"unchanged, and checked against the {record.CheckedAgainst}'s checksum when it was stored", actual),
        };
    }

    private sealed record Finding(string Name, string State, string Detail, string? Sha256);
}
