using AutoClaw.FunctionalTests.Scripted;

namespace AutoClaw.FunctionalTests.Local;

/// <summary>A download over real sockets, from a server that does all that servers have been seen to do.</summary>
public sealed class DownloaderTests : IDisposable
{
    private static readonly HostedFile File = HostedFile.Model();

    private readonly DownloadFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Run_GoodServer_HasTheBytes()
    {
        await using var server = ScriptedEngine.Start(FileScript.Serves(File));
        var result = await _folder.FetchAsync(server, Cancellation);
        Assert.Null(result.Problem);
        Assert.Equal((File.Bytes.Length, 0L), (result.Bytes, result.Resumed));
        AssertWhole();
        var request = Assert.Single(server.Requests.Items);
        Assert.Equal(("identity", null), (request.Header("Accept-Encoding"), request.Header("Range")));
    }

    [Fact]
    public async Task Run_DropsTwice_GoesOnWhereItStopped()
    {
        await using var server = ScriptedEngine.Start(FileScript.DropsAt(File, 1000), FileScript.DropsAt(File, 50_000), FileScript.Serves(File));
        Assert.Null((await _folder.FetchAsync(server, Cancellation)).Problem);
        AssertWhole();
        Assert.Equal([0, 1000, 50_000], server.Requests.Items.Select(FileScript.RangeStart));
        Assert.All(server.Requests.Items.Skip(1), request => Assert.Equal(File.Etag, request.Header("If-Range")));
        Assert.Equal(2, _folder.Said.Count);
        Assert.Contains("ended early, at 1000 of", _folder.Said[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_Stalls_GoesOnWithANewConnection()
    {
        _folder.Options = _folder.Options with { StallTimeout = TimeSpan.FromMilliseconds(200) };
        await using var server = ScriptedEngine.Start(FileScript.StallsAt(File, 4096), FileScript.Serves(File));
        Assert.Null((await _folder.FetchAsync(server, Cancellation)).Problem);
        AssertWhole();
        Assert.Contains("Nothing came from", Assert.Single(_folder.Said), StringComparison.Ordinal);
        Assert.Equal(4096, FileScript.RangeStart(server.Requests.Items[1]));
    }

    [Fact]
    public async Task Run_StallsBeforeItsHead_TriesAgain()
    {
        _folder.Options = _folder.Options with { StallTimeout = TimeSpan.FromMilliseconds(200) };
        await using var server = ScriptedEngine.Start(Script.HangsBeforeHead, FileScript.Serves(File));
        Assert.Null((await _folder.FetchAsync(server, Cancellation)).Problem);
        AssertWhole();
    }

    [Fact]
    public async Task Run_AlwaysDropsAtTheSameByte_GivesUpAndKeepsWhatItHas()
    {
        await using var server = ScriptedEngine.Start(FileScript.DropsAt(File, 5000));
        var result = await _folder.FetchAsync(server, Cancellation);
        Assert.Contains("run it again to go on", result.Problem, StringComparison.Ordinal);
        Assert.Equal(5000, new FileInfo(_folder.Part).Length);
        Assert.Equal(1 + _folder.Options.Retries, server.Requests.Items.Count);
    }

    [Fact]
    public async Task Run_AfterARunThatGaveUp_Resumes()
    {
        _folder.Options = _folder.Options with { Retries = 0 };
        await using var server = ScriptedEngine.Start(FileScript.DropsAt(File, 5000), FileScript.Serves(File));
        Assert.NotNull((await _folder.FetchAsync(server, Cancellation)).Problem);
        var result = await _folder.FetchAsync(server, Cancellation);
        Assert.Equal((null, 5000L), (result.Problem, result.Resumed));
        AssertWhole();
    }

    [Fact]
    public async Task Run_PartIsWhole_AsksNobody()
    {
        await using var server = ScriptedEngine.Start(FileScript.Serves(File));
        await _folder.FetchAsync(server, Cancellation);
        Assert.Null((await _folder.FetchAsync(server, Cancellation)).Problem);
        Assert.Single(server.Requests.Items);
    }

    [Fact]
    public async Task Run_FileChangedBetweenTries_StartsAnew()
    {
        var second = new HostedFile([.. File.Bytes[..2000], .. new byte[3000]], "\"second\"");
        await using var server = ScriptedEngine.Start(FileScript.DropsAt(File, 5000), FileScript.Serves(second));
        Assert.Null((await _folder.FetchAsync(server, Cancellation)).Problem);
        Assert.Equal(second.Bytes, await System.IO.File.ReadAllBytesAsync(_folder.Part, Cancellation));
    }

    [Fact]
    public async Task Run_ServerContinuesAnotherFile_IsNoticedByItsTag()
    {
        var second = new HostedFile(new byte[File.Bytes.Length], "\"second\"");
        await using var server = ScriptedEngine.Start(
            FileScript.DropsAt(File, 5000),
            exchange => exchange.WriteAnswerAsync(206, "x/y", "wrong", $"Content-Range: bytes 5000-5004/{File.Bytes.Length}\r\nETag: {second.Etag}\r\n"),
            FileScript.Serves(File));
        Assert.Null((await _folder.FetchAsync(server, Cancellation)).Problem);
        AssertWhole();
        Assert.Contains("another one now", _folder.Said[1], StringComparison.Ordinal);
        Assert.Equal(0, FileScript.RangeStart(server.Requests.Items[2]));
    }

    [Fact]
    public async Task Run_RangeIgnored_StartsAnew()
    {
        await using var server = ScriptedEngine.Start(FileScript.DropsAt(File, 5000), FileScript.IgnoresRange(File));
        Assert.Null((await _folder.FetchAsync(server, Cancellation)).Problem);
        AssertWhole();
    }

    [Fact]
    public async Task Run_RangeRefused_StartsAnew()
    {
        await using var server = ScriptedEngine.Start(FileScript.DropsAt(File, 5000), FileScript.Answers(416), FileScript.Serves(File));
        Assert.Null((await _folder.FetchAsync(server, Cancellation)).Problem);
        AssertWhole();
    }

    [Fact]
    public async Task Run_NoTagAndNoChecksum_NeverJoinsTwoAnswers()
    {
        _folder.Options = _folder.Options with { Retries = 0 };
        var untagged = File with { Etag = null };
        await using var server = ScriptedEngine.Start(FileScript.DropsAt(untagged, 5000), FileScript.Serves(untagged));
        await _folder.FetchAsync(server, Cancellation);
        Assert.Null((await _folder.FetchAsync(server, Cancellation)).Problem);
        AssertWhole();
        Assert.Null(server.Requests.Items[1].Header("Range"));
    }

    [Fact]
    public async Task Run_WithoutLength_TakesAllThatComes()
    {
        await using var server = ScriptedEngine.Start(FileScript.Chunks(File));
        Assert.Null((await _folder.FetchAsync(server, Cancellation)).Problem);
        AssertWhole();
    }

    [Fact]
    public async Task Run_LengthTooLong_IsNotTakenForWhole()
    {
        await using var server = ScriptedEngine.Start(FileScript.Claims(File, File.Bytes.Length + 1000));
        var result = await _folder.FetchAsync(server, Cancellation);
        Assert.Contains($"at {File.Bytes.Length} of {File.Bytes.Length + 1000} bytes", result.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_LengthsContradict_IsRefused()
    {
        await using var server = ScriptedEngine.Start(FileScript.Serves(File with { Headers = "X-Linked-Size: 17\r\n" }));
        Assert.Contains("contradicts itself: the file has 17 bytes", (await _folder.FetchAsync(server, Cancellation)).Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(401, "set HF_TOKEN")]
    [InlineData(403, "set HF_TOKEN")]
    [InlineData(404, "no such file")]
    [InlineData(410, "no such file")]
    [InlineData(418, "answers 418")]
    public async Task Run_Refused_SaysWhatToDoAtOnce(int status, string hint)
    {
        await using var server = ScriptedEngine.Start(FileScript.Answers(status));
        Assert.Contains(hint, (await _folder.FetchAsync(server, Cancellation)).Problem, StringComparison.Ordinal);
        Assert.Single(server.Requests.Items);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(429)]
    public async Task Run_ServerBusyOnce_TriesAgain(int status)
    {
        await using var server = ScriptedEngine.Start(FileScript.Answers(status, "Retry-After: 0\r\n"), FileScript.Serves(File));
        Assert.Null((await _folder.FetchAsync(server, Cancellation)).Problem);
        Assert.Contains($"answers {status}", Assert.Single(_folder.Said), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_NobodyListens_GivesUpAfterItsRetries()
    {
        await using var server = ScriptedEngine.Refusing();
        Assert.Contains("cannot be reached", (await _folder.FetchAsync(server, Cancellation)).Problem, StringComparison.Ordinal);
        Assert.Equal(_folder.Options.Retries, _folder.Said.Count);
    }

    [Fact]
    public async Task Run_UnknownHost_SaysHowToGoAroundAtOnce()
    {
        var result = await _folder.FetchAsync(new Uri("http://no-such-host.invalid/x.gguf"), ["no-such-host.invalid"], Cancellation);
        Assert.Contains("AUTOCLAW_HF_MIRROR", result.Problem, StringComparison.Ordinal);
        Assert.Empty(_folder.Said);
    }

    [Theory]
    [InlineData("<!DOCTYPE html><html><body>Log in</body></html>", "web page")]
    [InlineData("version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n", "Git LFS pointer")]
    [InlineData("{\"error\":\"no\"}", "not a GGUF file")]
    [InlineData("", "it is empty")]
    public async Task Run_NoGguf_IsRefusedAfterItsFirstBytes(string content, string hint)
    {
        await using var server = ScriptedEngine.Start(FileScript.Serves(new HostedFile(System.Text.Encoding.UTF8.GetBytes(content))));
        Assert.Contains(hint, (await _folder.FetchAsync(server, Cancellation)).Problem, StringComparison.Ordinal);
        Assert.False(System.IO.File.Exists(_folder.Part));
        Assert.False(System.IO.File.Exists(_folder.Note));
    }

    [Fact]
    public async Task Run_NoGgufOfManyGigabytes_ReadsOnlyItsStart()
    {
        // The answer never ends: a client that read it all would wait for ever.
        await using var server = ScriptedEngine.Start(async exchange =>
        {
            await exchange.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 50000000\r\n\r\n" + new string('x', 1000));
            await exchange.HangAsync();
        });
        Assert.Contains("not a GGUF file", (await _folder.FetchAsync(server, Cancellation)).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_LargerThanTheDisk_IsRefusedBeforeABodyByte()
    {
        await using var server = ScriptedEngine.Start(async exchange =>
        {
            await exchange.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 900000000000000\r\n\r\n");
            await exchange.HangAsync();
        });
        Assert.Contains("are missing. Make room", (await _folder.FetchAsync(server, Cancellation)).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_HostNotAllowed_IsNotAsked()
    {
        await using var server = ScriptedEngine.Start(FileScript.Serves(File));
        var result = await _folder.FetchAsync(DownloadFolder.Url(server), [], Cancellation);
        Assert.Contains($"--allow-host {server.BaseUrl.Authority}", result.Problem, StringComparison.Ordinal);
        Assert.Empty(server.Requests.Items);
    }

    [Fact]
    public async Task Run_RedirectToAForbiddenHost_IsNotFollowed()
    {
        await using var target = ScriptedEngine.Start(FileScript.Serves(File));
        await using var server = ScriptedEngine.Start(FileScript.Redirects($"http://127.0.0.1:{target.BaseUrl.Port}/x"));
        var result = await _folder.FetchAsync(server, Cancellation);
        Assert.Contains("redirects to another host", result.Problem, StringComparison.Ordinal);
        Assert.Empty(target.Requests.Items);
    }

    [Fact]
    public async Task Run_Redirects_FollowsAndTakesTheChecksumOnTheWay()
    {
        await using var server = ScriptedEngine.Start(
            FileScript.Redirects("/cdn/file?signed=1", $"X-Linked-Etag: \"{File.Sha256}\"\r\nX-Linked-Size: {File.Bytes.Length}\r\n"), FileScript.Serves(File));
        var result = await _folder.FetchAsync(server, Cancellation);
        Assert.Equal((null, File.Sha256), (result.Problem, result.ServerSha256));
        Assert.Equal("/cdn/file?signed=1", server.Requests.Items[1].Path);
    }

    [Fact]
    public async Task Run_RedirectsInACircle_Ends()
    {
        await using var server = ScriptedEngine.Start(FileScript.Redirects("/again"));
        Assert.Contains("redirects more than 8 times", (await _folder.FetchAsync(server, Cancellation)).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_AnyHostButHuggingFace_NeverSeesTheToken()
    {
        await using var server = ScriptedEngine.Start(FileScript.Redirects("/cdn"), FileScript.Serves(File));
        await _folder.FetchAsync(server, Cancellation);
        Assert.All(server.Requests.Items, request => Assert.Null(request.Header("Authorization")));
    }

    [Fact]
    public async Task Run_Cancelled_KeepsWhatItHas()
    {
        await using var server = ScriptedEngine.Start(FileScript.StallsAt(File, 5000));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var running = _folder.FetchAsync(server, stop.Token);
        await Fixtures.Eventually.TrueAsync(() => new FileInfo(_folder.Part) is { Exists: true, Length: 5000 });
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.Equal(5000, new FileInfo(_folder.Part).Length);
    }

    private void AssertWhole() => Assert.Equal(File.Bytes, System.IO.File.ReadAllBytes(_folder.Part));
}
