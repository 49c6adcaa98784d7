using AutoClaw.Gateway.Options;
using AutoClaw.Gateway.Relay;
using Microsoft.Extensions.Logging;

namespace AutoClaw.Gateway.Admin;

/// <summary>What administrators change. Every change is logged with the key that asked for it.</summary>
internal sealed class AdminActions(SnapshotState state, AdminReload reload, ILogger<AdminActions> log)
{
    public Task DrainAsync(AdminRequest request) => SetAsync(request, drained: true);

    public Task ResumeAsync(AdminRequest request) => SetAsync(request, drained: false);

    public async Task ReloadAsync(AdminRequest request)
    {
        var key = request.Caller.KeyId!;
        if (reload.Read is not { } read)
        {
            log.ConfigReloaded(key, "no_config_file");
            await AdminAnswer.RefuseAsync(request.Context, 409, "no_config_file", null, "This gateway runs without a configuration file, so there is none to read.").ConfigureAwait(false);
            return;
        }

        // It reads files and waits for engines to be made: not on a thread that serves sockets.
        var result = await Task.Run(read).ConfigureAwait(false);
        var outcome = result.Outcome.ToString().ToLowerInvariant();
        log.ConfigReloaded(key, outcome);
        var problems = result.Problems.Select(ConfigProblemJson.Of);
        if (result.Outcome != ConfigReloadOutcome.Rejected)
        {
            await AdminAnswer.WriteAsync(request.Context, new { Outcome = outcome, Problems = problems, result.NeedRestart }).ConfigureAwait(false);
            return;
        }

        var message = result.Failure ?? $"The configuration was not put into force, the old one stays: {string.Join("; ", result.Problems)}";
        await AdminAnswer.WriteAsync(
            request.Context,
            new { Error = new { Message = message, Type = "invalid_request_error", Param = (string?)null, Code = "config_rejected" }, Outcome = outcome, Problems = problems },
            422).ConfigureAwait(false);
    }

    private Task SetAsync(AdminRequest request, bool drained)
    {
        if (state.SetDrained(request.Id, drained) is not { } engine)
        {
            return AdminAnswer.RefuseAsync(request.Context, 404, "unknown_engine", null, "There is no engine of that id. GET /admin/engines lists them.");
        }

        log.EngineDrained(request.Caller.KeyId!, engine.Id, drained ? "drained" : "resumed");
        return AdminAnswer.WriteAsync(request.Context, new { engine.Id, Drained = drained, engine.Gate.UnderWay });
    }
}
