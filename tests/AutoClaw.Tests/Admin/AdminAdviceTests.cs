using System.Text;
using AutoClaw.Core.Advisor;
using AutoClaw.Gateway.Admin;
using AutoClaw.Gateway.Options;
using Microsoft.AspNetCore.Http;
using TheAdvisor = AutoClaw.Core.Advisor.Advisor;

namespace AutoClaw.Tests.Admin;

/// <summary>However many ask, the advisor reckons once at a time and lets few wait.</summary>
public sealed class AdminAdviceTests
{
    [Fact]
    public async Task Advise_MoreThanMayWait_TurnsAwayTheLastAndServesTheOthersOneByOne()
    {
        using var goOn = new ManualResetEventSlim();
        var (underWay, most) = (0, 0);
        using var advice = new AdminAdvice(inputs =>
        {
            most = Math.Max(most, Interlocked.Increment(ref underWay));
            goOn.Wait(TestContext.Current.CancellationToken);
            Interlocked.Decrement(ref underWay);
            return TheAdvisor.Advise(inputs);
        });
        var first = Enumerable.Range(0, AdminAdvice.MostAtOnce).Select(_ => Ask(advice, TestContext.Current.CancellationToken)).ToArray();
        var (context, last) = Ask(advice, TestContext.Current.CancellationToken);
        await last;
        Assert.Equal((503, "1"), (context.Response.StatusCode, context.Response.Headers.RetryAfter.ToString()));
        goOn.Set();
        await Task.WhenAll(first.Select(asked => asked.Answer));
        Assert.All(first, asked => Assert.Equal(200, asked.Context.Response.StatusCode));
        Assert.Equal(1, most);
    }

    [Fact]
    public async Task Advise_CallerWhoLeftWhileWaiting_MakesRoomForAnother()
    {
        using var goOn = new ManualResetEventSlim();
        using var gone = new CancellationTokenSource();
        using var advice = new AdminAdvice(inputs =>
        {
            goOn.Wait(TestContext.Current.CancellationToken);
            return TheAdvisor.Advise(inputs);
        });
        var first = Ask(advice, TestContext.Current.CancellationToken);
        var leaving = Enumerable.Range(1, AdminAdvice.MostAtOnce - 1).Select(_ => Ask(advice, gone.Token).Answer).ToArray();
        await gone.CancelAsync();
        foreach (var left in leaving)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        }

        var next = Ask(advice, TestContext.Current.CancellationToken);
        goOn.Set();
        await Task.WhenAll(first.Answer, next.Answer);
        Assert.Equal((200, 200), (first.Context.Response.StatusCode, next.Context.Response.StatusCode));
    }

    private static (HttpContext Context, Task Answer) Ask(AdminAdvice advice, CancellationToken aborted)
    {
        var context = new DefaultHttpContext { RequestAborted = aborted };
        context.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes("{}"));
        return (context, advice.AdviseAsync(new AdminRequest(context, new AdminCaller(null, AdminScope.Read), "")));
    }
}
