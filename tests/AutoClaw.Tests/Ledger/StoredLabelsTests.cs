using System.Text;
using AutoClaw.Core.Routing;
using AutoClaw.Core.Routing.Tuning;
using AutoClaw.Gateway.Ledger;
using Microsoft.Extensions.Time.Testing;

namespace AutoClaw.Tests.Ledger;

public sealed class StoredLabelsTests : IDisposable
{
    private readonly string _path = Path.Combine(Directory.CreateTempSubdirectory("autoclaw-labels-").FullName, "ledger.db");

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_path)!, recursive: true);

    [Fact]
    public async Task Read_WhatWasLabelled_ComesBackAsRows()
    {
        await WriteAsync(
            Label("a", "one lamp") with { LocalScore = 1, CloudScore = 0.5, Propensity = 0.25 },
            Label("b", "one lamp") with { LocalScore = 0 });

        var rows = StoredLabels.Read(_path)!.Rows;

        Assert.Equal([1f, 0f], rows.Select(r => r.LocalScore));
        Assert.Equal([0.5f, null], rows.Select(r => r.CloudScore));
        Assert.Equal([4f, 1f], rows.Select(r => r.Weight));
        Assert.Equal("auto", rows[0].Domain);
        Assert.Equal(rows[0].Key, rows[1].Key);
    }

    [Fact]
    public async Task Read_FeaturesOfAnotherBuild_AreMadeFromTheTextOrLeftOut()
    {
        await WriteAsync(
            Label("a", "one lamp") with { LocalScore = 1, Features = [0, 0], Text = "one lamp" },
            Label("b", "two lamps") with { LocalScore = 1, Features = [0, 0] });

        var labels = StoredLabels.Read(_path)!;

        Assert.Equal(8, Assert.Single(labels.Rows).Features.TextBytes);
        Assert.Equal(1, labels.Outdated);
    }

    [Fact]
    public async Task Label_SameRequestAndJudge_ReplacesTheEarlier()
    {
        await WriteAsync(Label("a", "x") with { LocalScore = 1 }, Label("a", "x") with { LocalScore = 0 }, Label("a", "x") with { Judge = "exact", LocalScore = 1 });

        Assert.Equal([1f, 0f], StoredLabels.Read(_path)!.Rows.Select(r => r.LocalScore));
    }

    [Fact]
    public void Read_NoFile_IsNull() => Assert.Null(StoredLabels.Read(_path));

    [Fact]
    public void Read_NoLedger_Throws()
    {
        File.WriteAllText(_path, "not a database at all, by any measure");

        Assert.Equal(LedgerException.Corrupt, Assert.Throws<LedgerException>(() => StoredLabels.Read(_path)).Code);
    }

    private static Label Label(string id, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return new Label
        {
            RequestId = id, Judge = "user", At = DateTimeOffset.UnixEpoch, Route = "auto",
            Features = PromptFeaturesCodec.Write(PromptFeatures.Of(new RouterInput { Text = bytes, Turns = 1, ConversationBytes = bytes.Length })),
        };
    }

    private async Task WriteAsync(params Label[] labels)
    {
        await using var writer = LedgerWriter.Open(_path, new FakeTimeProvider());
        foreach (var label in labels)
        {
            await writer.LabelAsync(label);
        }

        Assert.Equal(labels.Length, writer.Labels);
    }
}
