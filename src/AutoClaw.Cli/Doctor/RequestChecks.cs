using System.Globalization;
using System.Net;
using AutoClaw.Core.Model;
using AutoClaw.Core.Wire;
using AutoClaw.Gateway.Engines;
using AutoClaw.Gateway.Options;

namespace AutoClaw.Cli.Doctor;

/// <summary>One tiny question through each engine, as the gateway would send it.</summary>
/// <param name="time">Measures how long the answer took.</param>
internal sealed class RequestChecks(TimeProvider time)
{
    private const string Group = "request";

    /// <param name="engines">Validated ones; simulators are not asked.</param>
    /// <param name="cloud">Ask cloud engines too, which may cost a fraction of a cent.</param>
    /// <param name="cancelled">Gives up.</param>
    public async Task<IReadOnlyList<HealthFinding>> AskAsync(IEnumerable<EngineOptions> engines, bool cloud, CancellationToken cancelled) =>
        await Task.WhenAll(engines
            .Where(engine => engine.BaseUrl is not null && engine.Kind != EngineOptions.SimulatorKind)
            .Select(engine => engine.Place == Place.Cloud && !cloud
                ? Task.FromResult(HealthFinding.Note(Group, engine.Id, "not asked: it is a cloud engine", "--cloud asks it too."))
                : AskAsync(engine, cancelled)));

    private async Task<HealthFinding> AskAsync(EngineOptions engine, CancellationToken cancelled)
    {
        using var client = new EngineClient(engine);
        using var limit = new CancellationTokenSource(engine.FirstContentTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancelled);
        var started = time.GetTimestamp();
        try
        {
            using var response = await client.SendOwnChatAsync(Question(client), either.Token);
            if (response.StatusCode == HttpStatusCode.OK)
            {
                await response.Content.LoadIntoBufferAsync(1 << 20, either.Token);
                return HealthFinding.Ok(Group, engine.Id, string.Create(CultureInfo.InvariantCulture, $"answered in {time.GetElapsedTime(started).TotalMilliseconds:0} ms"));
            }

            var error = await EngineErrorBody.ReadAsync(response, either.Token);
            var failure = client.FailureOf((int)response.StatusCode, error, null);
            return HealthFinding.Problem(Group, engine.Id, $"{failure.Code} (status {(int)response.StatusCode}): {failure.Message}", Remedy(engine, (int)response.StatusCode));
        }
        catch (OperationCanceledException) when (!cancelled.IsCancellationRequested)
        {
            return HealthFinding.Problem(
                Group, engine.Id, string.Create(CultureInfo.InvariantCulture, $"no answer within {time.GetElapsedTime(started).TotalSeconds:0.#} s"), "Look at the engine's log; raise first_content_timeout if its model takes that long to load.");
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            return HealthFinding.Problem(
                Group, engine.Id, $"can't be reached at {engine.BaseUrl!.GetLeftPart(UriPartial.Path)}: {error.InnerException?.Message ?? error.Message}", $"Start it, or correct engines.{engine.Id}.base_url.");
        }
    }

    private static SplicedBody Question(EngineClient client)
    {
        // Where the empty name stands the engine's own goes in.
        var body = """{"model":"","messages":[{"role":"user","content":"Say OK."}],"max_tokens":8,"stream":false}"""u8.ToArray();
        return SplicedBody.Create(body, [new SplicedBody.Edit("""{"model":"""u8.Length, 2, client.ModelJson)]);
    }

    private static string Remedy(EngineOptions engine, int status) => status switch
    {
        401 or 403 => $"Check engines.{engine.Id}.api_key, or the variable that it comes from.",
        404 => $"Check engines.{engine.Id}.base_url (it usually ends in /v1) and that the engine has the model {engine.Model}.",
        429 or 503 or 529 => "Try again once it has loaded its model or is less busy.",
        _ => $"Look at the engine's log, and at engines.{engine.Id} in the configuration.",
    };
}
