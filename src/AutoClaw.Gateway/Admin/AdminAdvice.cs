using AutoClaw.Core.Advisor;
using AutoClaw.Core.Advisor.Recommendations;
using Microsoft.AspNetCore.Http;

namespace AutoClaw.Gateway.Admin;

/// <summary>What the advisor says of the inputs in a request's body. One at a time, off the threads that serve sockets; it reads nothing of the gateway's.</summary>
internal sealed class AdminAdvice(Func<AdvisorInputs, Advice> advise) : IDisposable
{
    /// <summary>All inputs written out are 6 KB; the rest is for price tiers and measured engines.</summary>
    public const int MaxBodyBytes = 65_536;

    /// <summary>A tenth of what the advisor takes elsewhere: each draw is time of a core that the engines' answers may need.</summary>
    public const int MostSamples = 10_000;

    /// <summary>Under way and waiting; one more is told to come back.</summary>
    public const int MostAtOnce = 5;

    private readonly SemaphoreSlim _turn = new(1);
    private int _asking;

    public async Task AdviseAsync(AdminRequest request)
    {
        var context = request.Context;
        if (await BodyOfAsync(context).ConfigureAwait(false) is not { } body)
        {
            return;
        }

        var load = AdvisorJson.Read(body);
        var problems = load.Inputs?.Uncertainty.Samples > MostSamples
            ? [new AdvisorProblem("uncertainty.samples", $"1 to {MostSamples} here; the command line takes more.")]
            : load.Problems;
        if (!problems.IsEmpty)
        {
            var message = string.Join(" ", problems.Select(problem => problem.Field.Length == 0 ? $"The body: {problem.Message} {{}} asks about the defaults." : problem.ToString()));
            var first = problems[0].Field is { Length: > 0 } field ? field : null;
            await AdminAnswer.WriteAsync(
                context,
                new { Error = new { Message = message, Type = "invalid_request_error", Param = first, Code = "invalid_inputs" }, Problems = problems },
                StatusCodes.Status400BadRequest).ConfigureAwait(false);
            return;
        }

        await AnswerAsync(context, load.Inputs!).ConfigureAwait(false);
    }

    public void Dispose() => _turn.Dispose();

    private static async Task<byte[]?> BodyOfAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        try
        {
            await context.Request.Body.CopyToAsync(body, context.RequestAborted).ConfigureAwait(false);
            return body.ToArray();
        }
        catch (BadHttpRequestException error)
        {
            var large = error.StatusCode == StatusCodes.Status413PayloadTooLarge;
            context.Response.Headers.Connection = "close";
            await AdminAnswer.RefuseAsync(
                context, error.StatusCode, large ? "body_too_large" : "invalid_body", null,
                large ? $"No request to this path has a body of more than {MaxBodyBytes} bytes." : "The body did not come whole, or not in time.").ConfigureAwait(false);
            return null;
        }
    }

    private async Task AnswerAsync(HttpContext context, AdvisorInputs inputs)
    {
        if (Interlocked.Increment(ref _asking) > MostAtOnce)
        {
            Interlocked.Decrement(ref _asking);
            context.Response.Headers.RetryAfter = "1";
            await AdminAnswer.RefuseAsync(
                context, StatusCodes.Status503ServiceUnavailable, "advisor_busy", null, "The advisor reckons for others, and more of them wait. Ask again in a second.").ConfigureAwait(false);
            return;
        }

        string advice;
        try
        {
            await _turn.WaitAsync(context.RequestAborted).ConfigureAwait(false);
            try
            {
                advice = await Task.Run(() => AdvisorJson.Write(advise(inputs))).ConfigureAwait(false);
            }
            finally
            {
                _turn.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _asking);
        }

        await AdminAnswer.WriteTextAsync(context, advice).ConfigureAwait(false);
    }
}
