using AutoClaw.Core.Privacy;
using AutoClaw.Gateway.Ledger;
using AutoClaw.Gateway.Privacy;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace AutoClaw.Tests.Privacy;

public sealed class LabelFileTests : IDisposable
{
    private static readonly PrivacyLabel Europe = new(LocalOnly: false, NoRetention: true, "eu");

    private readonly string _folder = Directory.CreateTempSubdirectory("autoclaw-labels-").FullName;

    private string Path => System.IO.Path.Combine(_folder, "ledger.labels");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Append_Ended_IsThereForAnotherReader()
    {
        await using var file = Open();
        Assert.Empty(file.Read());
        await file.AppendAsync(1, PrivacyLabel.Private);
        await file.AppendAsync(ulong.MaxValue, Europe);

        // While the first is still open: as after a kill.
        await using var other = Open();
        Assert.Equal([(1UL, PrivacyLabel.Private), (ulong.MaxValue, Europe)], other.Read());
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path));
        }
    }

    [Fact]
    public async Task Append_ManyAtOnce_AreAllThere()
    {
        await using var file = Open();
        await Task.WhenAll(Enumerable.Range(0, 1000).Select(i => file.AppendAsync((ulong)i, PrivacyLabel.Private).AsTask()));
        Assert.Equal(1000, file.Read().Select(each => each.Key).Distinct().Count());
    }

    // A label that can't be understood is the strictest one.
    [Theory]
    [InlineData("0000000000000001 region:eu\n0000000000000002 loc")]
    [InlineData("0000000000000001 region:eu\n0000000000000002")]
    [InlineData("0000000000000001 region:eu\nnot a key at all\n\n0000000000000002 nonsense\n")]
    public async Task Read_LineThatWasCutOff_IsPrivateAndTheNextIsALineOfItsOwn(string text)
    {
        File.WriteAllText(Path, text);
        await using var file = Open();
        Assert.Equal([(1UL, new PrivacyLabel(false, false, "eu")), (2UL, PrivacyLabel.Private)], file.Read());
        await file.AppendAsync(3, Europe);
        Assert.Equal((3UL, Europe), file.Read()[^1]);
        Assert.Equal(3, file.Read().Count);
    }

    [Fact]
    public async Task Replace_LeavesWhatIsGivenAndWhatComesAfter()
    {
        await using var file = Open();
        await file.AppendAsync(1, PrivacyLabel.Private);
        file.Replace([KeyValuePair.Create(2UL, Europe)]);
        await file.AppendAsync(3, PrivacyLabel.Private);
        Assert.Equal([(2UL, Europe), (3UL, PrivacyLabel.Private)], file.Read());
    }

    [Fact]
    public async Task Read_CannotBeRead_IsRefused()
    {
        File.CreateSymbolicLink(Path, Path);
        await using var file = Open();
        Assert.Throws<LedgerException>(file.Read);
    }

    [Fact]
    public async Task Append_CannotBeWritten_EndsAndIsWellAgainLater()
    {
        Directory.CreateDirectory(Path);
        await using var file = Open();
        await file.AppendAsync(1, PrivacyLabel.Private);
        Directory.Delete(Path);
        await file.AppendAsync(2, PrivacyLabel.Private);
        Assert.Equal([(2UL, PrivacyLabel.Private)], file.Read());
    }

    [Fact]
    public async Task Dispose_WhatIsQueued_IsWritten()
    {
        var file = Open();
        var ended = file.AppendAsync(1, PrivacyLabel.Private);
        await file.DisposeAsync();
        await ended;
        Assert.Single(Open().Read());
    }

    private LabelFile Open() => new(Path, new FakeTimeProvider(), NullLogger<LabelFile>.Instance);
}
