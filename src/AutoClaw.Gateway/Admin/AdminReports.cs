using AutoClaw.Gateway.Ledger;
using Microsoft.AspNetCore.Http;

namespace AutoClaw.Gateway.Admin;

/// <summary>What administrators read from the ledger: on read-only connections, two at a time, off the threads that serve sockets.</summary>
internal sealed class AdminReports(LedgerWriter ledger, TimeProvider time) : IDisposable
{
    // Each takes a core while it sums up; more would take the machine from the engines' answers.
    private readonly SemaphoreSlim _turns = new(2);

    public async Task UsageAsync(AdminRequest request)
    {
        var query = request.Context.Request.Query;
        if (!TryMoment(query["since"], out var since))
        {
            await RefuseAsync(request, "since", "takes an age (24h, 7d) or a UTC day or time (2026-11-01)").ConfigureAwait(false);
        }
        else if (!TryMoment(query["until"], out var until))
        {
            await RefuseAsync(request, "until", "takes an age (24h, 7d) or a UTC day or time (2026-11-01)").ConfigureAwait(false);
        }
        else if (GroupingOf(query["by"]) is not { } by)
        {
            await RefuseAsync(request, "by", $"takes {string.Join(", ", Enum.GetNames<UsageGrouping>().Select(name => name.ToLowerInvariant()))}").ConfigureAwait(false);
        }
        else
        {
            await AnswerAsync(request, path => UsageReport.Read(path, new UsageQuery(by, since, until)) is { } report ? UsageJson.From(report) : null).ConfigureAwait(false);
        }
    }

    public Task RequestAsync(AdminRequest request) => AnswerAsync(request, path => RequestRecord.Read(path, request.Id));

    public void Dispose() => _turns.Dispose();

    private static Task RefuseAsync(AdminRequest request, string param, string takes) =>
        AdminAnswer.RefuseAsync(request.Context, 400, "invalid_query", param, $"'{param}' {takes}.");

    private static UsageGrouping? GroupingOf(string? text) =>
        string.IsNullOrEmpty(text) ? UsageGrouping.Engine
        : char.IsAsciiLetterLower(text[0]) && Enum.TryParse<UsageGrouping>(text, ignoreCase: true, out var by) ? by : null;

    private bool TryMoment(string? text, out DateTimeOffset? moment)
    {
        moment = string.IsNullOrEmpty(text) ? null : TimePoint.Parse(text, time.GetUtcNow());
        return string.IsNullOrEmpty(text) || moment is not null;
    }

    private async Task AnswerAsync<T>(AdminRequest request, Func<string, T?> read)
        where T : class
    {
        var context = request.Context;
        await _turns.WaitAsync(context.RequestAborted).ConfigureAwait(false);
        T? answer;
        try
        {
            answer = await Task.Run(() => read(ledger.Path)).ConfigureAwait(false);
        }
        catch (LedgerException error)
        {
            await AdminAnswer.RefuseAsync(context, StatusCodes.Status503ServiceUnavailable, error.Code, null, error.Message).ConfigureAwait(false);
            return;
        }
        finally
        {
            _turns.Release();
        }

        await (answer is null
            ? AdminAnswer.RefuseAsync(context, 404, "request_not_found", null, "The ledger has no settled attempt of a request of that id.")
            : AdminAnswer.WriteAsync(context, answer)).ConfigureAwait(false);
    }
}
