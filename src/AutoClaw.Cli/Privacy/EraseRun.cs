using System.Text.Json;
using AutoClaw.Cli.Admin;
using AutoClaw.Cli.Client;
using AutoClaw.Gateway.Audit;
using AutoClaw.Gateway.Ledger;
using AutoClaw.Gateway.Privacy;

namespace AutoClaw.Cli.Privacy;

/// <summary>Erases a person, or all that is old, from one ledger after the other: itself, or by the gateway that has it, which also forgets what it holds in memory.</summary>
internal sealed class EraseRun(ErasureOrder order, AdminApi api, TimeProvider time, CancellationToken cancelled)
{
    /// <param name="path">The ledger.</param>
    /// <param name="isMain">Not a copy: it is on record, and a gateway may have it.</param>
    public async Task<(ErasedFile? Erased, GatewayProblem? Problem)> EraseAsync(string path, bool isMain)
    {
        var search = new RawSearch(order.Who.Subject ?? "", SubjectRecords.RequestIds(path, order.Who), order.Text);
        var (result, byGateway, problem) = await EraseAsync(path, isMain, rewrites: false);
        if (result is null)
        {
            return (null, problem);
        }

        var found = Search(path, search);
        if (found.Traces > 0 && !result.Rewritten)
        {
            // In the unused space of the file's pages: SQLite leaves what it moves.
            var (again, _, failed) = await EraseAsync(path, isMain, rewrites: true);
            if (again is null)
            {
                return (null, failed);
            }

            result = again with
            {
                Attempts = result.Attempts + again.Attempts, Requests = result.Requests + again.Requests,
                Labels = result.Labels + again.Labels, Responses = result.Responses + again.Responses,
            };
            found = Search(path, search);
        }

        return (new ErasedFile
        {
            File = path, ByGateway = byGateway, Attempts = result.Attempts, Requests = result.Requests, Labels = result.Labels, Responses = result.Responses,
            Rewritten = result.Rewritten, Searched = found.Files, SearchedBytes = found.Bytes, Traces = found.Traces, Names = found.Names, NamedIn = found.NamedIn,
        }, null);
    }

    private async Task<(ErasureResult? Result, bool ByGateway, GatewayProblem? Problem)> EraseAsync(string path, bool isMain, bool rewrites)
    {
        var erasure = new OfflineErasure(path, order.Who, isMain ? new AuditLog(AuditLog.PathOf(LedgerPath.Prepare(path)), time) : null, time);
        try
        {
            return (await erasure.RunAsync(rewrites), false, null);
        }
        catch (LedgerException error) when (error.Code == LedgerException.InUse)
        {
            if (isMain && await HasItAsync(path))
            {
                var (answer, refusal) = await api.SendAsync(HttpMethod.Post, "privacy/erase", cancelled, order.Body(rewrites));
                return refusal is not null ? (null, true, refusal) : (answer.Deserialize<ErasureResult>(Terminal.Json), true, null);
            }

            return (await erasure.RunBesideAsync(rewrites), false, null);
        }
    }

    // Another gateway's key would hash the name in vain, and this ledger would keep it.
    private async Task<bool> HasItAsync(string path)
    {
        var (status, problem) = await api.SendAsync(HttpMethod.Get, "status", cancelled);
        return problem is null && (string?)status?["ledger"]?["path"] is { } its && Path.GetFullPath(its) == LedgerPath.Prepare(path);
    }

    private static (long Traces, long Names, List<string> NamedIn, string[] Files, long Bytes) Search(string path, RawSearch search)
    {
        var (traces, names, bytes) = (0L, 0L, 0L);
        var namedIn = new List<string>();
        var files = RawSearch.FilesOf(path);
        foreach (var file in files)
        {
            var (found, named) = search.Count(file);
            traces += found;
            names += named;
            bytes += new FileInfo(file).Length;
            if (named > 0)
            {
                namedIn.Add(file);
            }
        }

        return (traces, names, namedIn, files, bytes);
    }
}
