using System.Text.Json.Nodes;
using AutoClaw.Core.Model;
using AutoClaw.Core.Wire.OpenAiResponses;
using AutoClaw.Gateway.Ledger;
using AutoClaw.Gateway.Options;
using AutoClaw.Gateway.Privacy;
using AutoClaw.Gateway.Responses;
using AutoClaw.Tests.Ledger;

namespace AutoClaw.Tests.Privacy;

/// <summary>What is handed out of a person is what erasing them takes.</summary>
public sealed class SubjectExportTests
{
    private static readonly IdentitySelection Ann = IdentitySelection.Of(new string('a', 32));

    private static readonly IdentitySelection Bob = IdentitySelection.Of(new string('b', 32));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Write_RandomFiles_IsWhatErasingTakes(int seed)
    {
        using var folder = new LedgerFolder();
        await FillAsync(folder, new Random(seed));
        var (lines, counts) = Export(folder, Ann);
        var others = Export(folder, Bob).Lines;
        Assert.True(counts is { Entries: > 50, Labels: > 10, Answers: > 20, UnderWay: > 0 }, counts.ToString());
        Assert.Equal(lines, Export(folder, Ann).Lines);
        var ids = lines.Select(line => JsonNode.Parse(line)!).Where(line => line["request_id"] is not null).Select(line => (string)line["request_id"]!).ToHashSet();

        // What a dead gateway left under way becomes entries first.
        var erased = await new OfflineErasure(folder.Path, Ann, audit: null, TimeProvider.System).RunAsync(rewrites: false);
        Assert.Equal((counts.Entries + counts.UnderWay, counts.Labels, counts.Answers), (erased.Attempts, erased.Labels, erased.Responses));
        Assert.Empty(ids.Intersect(folder.Query("SELECT request_id FROM attempt UNION SELECT request_id FROM label", row => row.GetString(0))));
        Assert.False(Export(folder, Ann).Counts.FoundAny);
        Assert.Empty(Export(folder, Ann).Lines);

        // Of others only answers go that were built on theirs.
        var left = Export(folder, Bob).Lines;
        Assert.Equal(others.Count(line => !IsAnswer(line)), left.Count(line => !IsAnswer(line)));
        Assert.Empty(left.Where(IsAnswer).Except(others));
        Assert.True(left.Count(IsAnswer) < others.Count(IsAnswer));
    }

    [Fact]
    public async Task Write_OddContents_StaysOneLineEach()
    {
        using var folder = new LedgerFolder();
        await using (var writer = folder.Open())
        {
            await writer.LabelAsync(new AutoClaw.Gateway.Ledger.Label { RequestId = "r1", Judge = "user", At = LedgerFolder.Noon, Subject = Ann.Subject, Route = "auto", Comment = "two\nlines \"quoted\" \u2028 ünï", Features = [0, 255] });
        }

        using (var file = ResponseFile.Open(ResponseStore.PathBeside(folder.Path)))
        {
            file.Add(new KeptTurn(null, Ann.Subject, null, new StoredTurn("r1", "{\"a\": \"\n\"}, 1"u8.ToArray(), "no json\n"u8.ToArray())), new ResponsesOptions(), LedgerFolder.Noon);
        }

        var lines = Export(folder, Ann).Lines.Select(line => JsonNode.Parse(line)!).ToArray();
        Assert.Equal(2, lines.Length);
        Assert.Equal(("two\nlines \"quoted\" \u2028 ünï", "AP8="), ((string)lines[0]["comment"]!, (string)lines[0]["features"]!));
        Assert.Equal("no json\n"u8.ToArray(), Convert.FromBase64String((string)lines[1]["response"]!));
        Assert.Null(lines[1]["key_id"]);
    }

    [Fact]
    public async Task Write_FileOfAnOlderAutoClaw_HasNobody()
    {
        using var folder = new LedgerFolder();
        await folder.Open().DisposeAsync();
        folder.Execute("PRAGMA user_version = 6");
        Assert.False(Export(folder, Ann).Counts.FoundAny);
        Assert.Equal((0, 0, 0, 0), SubjectRecords.Count(folder.Path, Ann));
    }

    private static bool IsAnswer(string line) => line.StartsWith("{\"kind\":\"answer\"", StringComparison.Ordinal);

    private static (string[] Lines, SubjectExportCounts Counts) Export(LedgerFolder folder, IdentitySelection who)
    {
        using var stream = new MemoryStream();
        var counts = SubjectExport.Write(folder.Path, who, stream);
        var lines = System.Text.Encoding.UTF8.GetString(stream.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(counts.Entries + counts.Labels + counts.Answers + counts.UnderWay, lines.Length);
        return (lines, counts);
    }

    private static async Task FillAsync(LedgerFolder folder, Random random)
    {
        await using (var writer = folder.Open())
        {
            for (var i = 0; i < 300; i++)
            {
                var who = random.Next(3) switch { 0 => Ann, 1 => Bob, _ => default };
                var attempt = new Attempt
                {
                    RequestId = $"req_019a2b3c4d5{i:x8}", Number = 1, KeyId = random.Next(2) == 0 ? null : "key1", Subject = who.Subject, Operation = "chat", Route = "auto", Engine = "sky", Place = Place.Cloud,
                    Model = "m", Reason = "pinned", ReceivedAt = LedgerFolder.Noon.AddSeconds(random.Next(100)), SentMicros = 120, Usage = new Usage(100, 0, 50, 0, Estimated: true), Cost = random.Next(3) == 0 ? null : new Money(1_000_003),
                };
                await writer.ReserveAsync(attempt);
                if (random.Next(10) == 0)
                {
                    // Never settled.
                    continue;
                }

                attempt.Outcome = AttemptOutcome.Completed;
                await writer.SettleAsync(attempt);
                if (random.Next(4) == 0)
                {
                    // One of an AutoClaw that did not say whom labels are about is theirs by its request.
                    await writer.LabelAsync(new AutoClaw.Gateway.Ledger.Label { RequestId = attempt.RequestId, Judge = "user", At = LedgerFolder.Noon, Subject = random.Next(3) == 0 ? null : who.Subject, Route = "auto", Comment = "c", Features = [1] });
                }
            }
        }

        using var file = ResponseFile.Open(ResponseStore.PathBeside(folder.Path));
        for (var i = 0; i < 200; i++)
        {
            var who = random.Next(3) switch { 0 => Ann, 1 => Bob, _ => default };
            file.Add(new KeptTurn("key1", who.Subject, i > 0 && random.Next(3) == 0 ? $"resp_{random.Next(i)}" : null, new StoredTurn($"resp_{i}", "{\"role\":\"user\"}"u8.ToArray(), "{}"u8.ToArray())), new ResponsesOptions(), LedgerFolder.Noon.AddSeconds(i));
        }
    }
}
