using System.Collections.Immutable;
using System.Globalization;
using AutoClaw.Core.Benchmark.Statistics;
using AutoClaw.Core.Benchmark.Workloads;
using AutoClaw.Core.Benchmark.Workloads.Mmlu;
using AutoClaw.Core.Wire;
using AutoClaw.Gateway.Ledger;

namespace AutoClaw.Cli.Bench;

/// <summary>The prompts that a run asks.</summary>
internal static class BenchPrompts
{
    // An answer to somebody's real request has no known length.
    private const int ReplayMaxTokens = 1024;

    /// <summary>Empty after filling <paramref name="problems"/>.</summary>
    public static ImmutableArray<BenchPrompt> Read(BenchRequest request, ulong seed, List<string> problems) => request switch
    {
        { WorkloadFile: { } file } => FromFile(file, problems),
        { Mmlu: { } folder } => FromMmlu(folder, request, seed, problems),
        { Replay: { } ledger } => FromLedger(ledger, request.Prompts, problems),
        _ => Generated(request, seed, problems),
    };

    private static ImmutableArray<BenchPrompt> Generated(BenchRequest request, ulong seed, List<string> problems)
    {
        var chosen = request.Workloads.Count == 0 ? BenchWorkloads.All : [.. request.Workloads.Select(name =>
        {
            var workload = BenchWorkloads.Find(name);
            if (workload is null)
            {
                problems.Add($"There is no workload '{name}'. One of: {string.Join(", ", BenchWorkloads.All.Select(static w => w.Name))}.");
            }

            return workload;
        }).OfType<BenchWorkload>()];
        return problems.Count > 0 ? [] : [.. chosen.SelectMany(w => Enumerable.Range(0, request.Prompts).Select(i => w.Generate(seed, i, request.Scale)))];
    }

    private static ImmutableArray<BenchPrompt> FromFile(string path, List<string> problems)
    {
        try
        {
            using var reader = File.OpenText(path);
            var file = WorkloadFile.Read(reader, path);
            problems.AddRange(file.Problems.Select(static p => p.ToString()));
            if (file is { Prompts.Length: 0, Problems.Length: 0 })
            {
                problems.Add($"{path} has no prompts.");
            }

            return file.Prompts;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problems.Add(e.Message);
            return [];
        }
    }

    private static ImmutableArray<BenchPrompt> FromMmlu(string path, BenchRequest request, ulong seed, List<string> problems)
    {
        MmluFolder folder;
        try
        {
            folder = MmluFolder.Read(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problems.Add(e.Message);
            return [];
        }

        problems.AddRange(folder.Problems.Select(static p => p.ToString()));
        if (request.MmluLikelihood && folder.SubjectsWithoutExamples() is { Length: > 0 } without)
        {
            problems.Add($"The likelihood protocol shows {MmluFolder.Shots} examples, and dev/ has fewer of: {string.Join(", ", without)}.");
        }

        if (problems.Count > 0)
        {
            return [];
        }

        // A draw over all subjects: the first questions would be the first subject's alone.
        var prompts = (request.MmluLikelihood ? folder.Likelihood() : folder.ChainOfThought()).ToArray();
        new SeededRandom(seed).Shuffle<BenchPrompt>(prompts);
        return [.. prompts.Take(request.Prompts)];
    }

    private static ImmutableArray<BenchPrompt> FromLedger(string path, int most, List<string> problems)
    {
        try
        {
            if (StoredPrompts.Read(path, most) is not { } kept)
            {
                problems.Add($"No ledger at {path}.");
                return [];
            }

            if (kept.Count == 0)
            {
                problems.Add($"{path} has kept no prompts: it does so where labels are collected and learning.store_text is true (docs/learning.md).");
            }

            return
            [
                .. kept.Select(static (k, i) => new BenchPrompt
                {
                    Id = string.Create(CultureInfo.InvariantCulture, $"replay-{i + 1}"),
                    Workload = "replay",
                    Messages = [new BenchMessage(MessageRole.User, k.Text)],
                    MaxTokens = ReplayMaxTokens,
                }),
            ];
        }
        catch (LedgerException e)
        {
            problems.Add(e.Message);
            return [];
        }
    }
}
