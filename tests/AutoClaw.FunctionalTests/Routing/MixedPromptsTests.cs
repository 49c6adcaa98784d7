using System.Collections.Concurrent;
using System.Text;
using AutoClaw.Core.Model;
using AutoClaw.Core.Routing.Training;
using AutoClaw.FunctionalTests.Fixtures;
using AutoClaw.FunctionalTests.Gateway;
using OpenAI.Chat;

namespace AutoClaw.FunctionalTests.Routing;

/// <summary>
/// AutoClaw's main job in one run: prompts that the shipped router model has never seen, sent by the official client to <c>auto</c>,
/// go where they belong, and the ledger counts every one of them to the token.
/// </summary>
public sealed class MixedPromptsTests
{
    private const int OfEachKind = 100;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Auto_HundredSimpleAndHundredHard_GoWhereTheyBelongAndAreCountedToTheToken()
    {
        var simple = HeldOut("clinc150", OfEachKind / 2).Concat(HeldOut("banking77", OfEachKind / 2)).ToList();
        var hard = HeldOut("arena_hard_prompts", OfEachKind).ToList();
        Assert.Equal((OfEachKind, OfEachKind), (simple.Count, hard.Count));

        await using var engines = await SimulatedEngines.StartAsync();
        var chat = engines.Gateway.Chat("auto");
        var simplePlaces = await SendAsync(chat, simple);
        var hardPlaces = await SendAsync(chat, hard);

        TestContext.Current.TestOutputHelper?.WriteLine($"simple: {simplePlaces[Place.Local]} local; hard: {hardPlaces[Place.Cloud]} cloud");
        Assert.True(simplePlaces[Place.Local] >= 90, $"{simplePlaces[Place.Local]} of {OfEachKind} simple prompts stayed local");
        Assert.True(hardPlaces[Place.Cloud] >= 90, $"{hardPlaces[Place.Cloud]} of {OfEachKind} hard prompts went to the cloud");

        var rows = engines.Gateway.Ledger();
        Assert.Equal(2 * OfEachKind, rows.Count);
        Assert.Equal(2 * OfEachKind, rows.Select(row => row.RequestId).Distinct().Count());
        Assert.All(rows, row => Assert.Equal((AttemptOutcome.Completed, false, true, 1L, "auto"), (row.Outcome, row.Estimated, row.Simulated, row.Number, row.Route)));
        AssertCounted(rows, Place.Local, engines.Local.Stats);
        AssertCounted(rows, Place.Cloud, engines.Cloud.Stats);
        Assert.Equal(simplePlaces[Place.Local] + hardPlaces[Place.Local], rows.Count(row => row.Place == Place.Local));

        // Free at home; and what all of it would have cost in the cloud.
        var cloud = rows.Where(row => row.Place == Place.Cloud).ToList();
        Assert.Equal(Price(cloud), rows.Sum(row => row.Cost));
        Assert.Equal(Price(rows), rows.Sum(row => row.Counterfactual));
    }

    private static long Price(IEnumerable<LedgerRow> rows)
        => rows.Sum(row => (row.InputTokens * TestEngine.CloudInputPrice) + (row.OutputTokens * TestEngine.CloudOutputPrice));

    private static void AssertCounted(IReadOnlyList<LedgerRow> rows, Place place, Cli.Simulator.SimulatorStats stats)
    {
        var own = rows.Where(row => row.Place == place).ToList();
        Assert.Equal(
            (stats.Answered, stats.Requests, stats.PromptTokens, stats.CompletionTokens),
            (own.Count, own.Count, own.Sum(row => row.InputTokens), own.Sum(row => row.OutputTokens)));
    }

    // Ordered by key, which is a hash: the files are sorted by intent, and their first rows would be of one kind.
    private static IEnumerable<string> HeldOut(string source, int count)
        => Dataset.Read([Repository.SharedFile("router-data", "train", source + ".jsonl")]).Rows
            .Where(row => Dataset.IsHeldOut(row.Key))
            .DistinctBy(row => row.Key)
            .OrderBy(row => row.Key, StringComparer.Ordinal)
            .Take(count)
            .Select(row => Encoding.UTF8.GetString(row.Prompt.Span));

    // Half of them streamed, eight at a time.
    private static async Task<Dictionary<Place, int>> SendAsync(ChatClient chat, IReadOnlyList<string> prompts)
    {
        var models = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(
            prompts.Index(),
            new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = Cancellation },
            async (prompt, cancellation) => models.Add(prompt.Index % 2 == 0
                ? (await chat.CompleteChatAsync([prompt.Item], null, cancellation)).Value.Model
                : await StreamAsync(chat, prompt.Item, cancellation)));
        return new Dictionary<Place, int>
        {
            [Place.Local] = models.Count(model => model == TestEngine.LocalModel),
            [Place.Cloud] = models.Count(model => model == TestEngine.CloudModel),
        };
    }

    private static async Task<string> StreamAsync(ChatClient chat, string prompt, CancellationToken cancellation)
    {
        var model = "";
        await foreach (var update in chat.CompleteChatStreamingAsync([prompt], null, cancellation))
        {
            model = update.Model;
        }

        return model;
    }
}
