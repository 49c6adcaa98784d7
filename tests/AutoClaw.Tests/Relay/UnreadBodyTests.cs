using System.IO.Pipelines;
using AutoClaw.Gateway.Relay;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Time.Testing;

namespace AutoClaw.Tests.Relay;

public sealed class UnreadBodyTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly Pipe _body = new();
    private readonly DefaultHttpContext _context = new();

    public UnreadBodyTests() => _context.Features.Set<IRequestBodyPipeFeature>(new Body(_body.Reader));

    [Fact]
    public async Task Drain_BodyThatEnds_ReadsItToTheEnd()
    {
        var drain = UnreadBody.DrainAsync(_context, _time);
        await _body.Writer.WriteAsync(new byte[100_000], TestContext.Current.CancellationToken);
        Assert.False(drain.IsCompleted);
        await _body.Writer.CompleteAsync();
        await drain;
    }

    [Fact]
    public async Task Drain_BodyThatNeverEnds_StopsAtTheLimit()
    {
        var drain = UnreadBody.DrainAsync(_context, _time);
        var piece = new byte[1024 * 1024];
        for (var sent = 0L; sent < UnreadBody.MostBytes; sent += piece.Length)
        {
            await _body.Writer.WriteAsync(piece, TestContext.Current.CancellationToken);
        }

        await drain;
    }

    [Fact]
    public async Task Drain_ClientThatFallsSilent_StopsWhenTheTimeIsOver()
    {
        var drain = UnreadBody.DrainAsync(_context, _time);
        _time.Advance(UnreadBody.Longest - TimeSpan.FromMilliseconds(1));
        Assert.False(drain.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        await drain;
    }

    [Fact]
    public async Task Drain_ClientThatLeaves_Stops()
    {
        using var left = new CancellationTokenSource();
        _context.RequestAborted = left.Token;
        var drain = UnreadBody.DrainAsync(_context, _time);
        await left.CancelAsync();
        await drain;
    }

    private sealed class Body(PipeReader reader) : IRequestBodyPipeFeature
    {
        public PipeReader Reader => reader;
    }
}
