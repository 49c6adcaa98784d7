using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using AutoClaw.Gateway.Engines.Detection;
using AutoClaw.Gateway.LlamaServer;

namespace AutoClaw.Gateway.Engines;

/// <summary>Asks one engine how it is, off every request's way, and keeps what it said last.</summary>
internal sealed class EngineHealth(EngineClient engine)
{
    // A metrics page of a large server has some 200 KB.
    private const int MaxAnswerBytes = 4 * 1024 * 1024;

    // An engine that is busy may be late once; one that is late twice is not there.
    private const int LateAnswersTaken = 1;

    private volatile EngineState _state = EngineState.Unknown;
    private int _late;

    public EngineState State => _state;

    /// <summary>True if its kind has something to ask.</summary>
    public bool IsWatched => engine.Kind.HealthPath is not null;

    /// <summary>True if it did not answer when it was last asked: to be tried after the others, not to be given up.</summary>
    public bool IsDown => _state.Condition == EngineCondition.Down;

    /// <summary>Asks now. Never throws for what the engine does; <paramref name="cancellation"/> bounds it and counts as silence.</summary>
    public async Task LookAsync(CancellationToken cancellation)
    {
        if (engine.Server is { } server)
        {
            // Whether it runs is known from its process; it is only asked what it does.
            _state = server.IsReady ? await LookAtOwnedAsync(cancellation).ConfigureAwait(false) : Asleep(server);
            return;
        }

        try
        {
            var (status, _) = await GetAsync(engine.Kind.HealthPath!, cancellation).ConfigureAwait(false);
            _late = 0;
            _state = status switch
            {
                503 => new EngineState(EngineCondition.Loading, "it is loading its model"),
                >= 500 => new EngineState(EngineCondition.Down, $"its health check answers {status}"),
                401 or 403 => new EngineState(EngineCondition.Ready, "it does not take the configured api_key"),
                _ => await ReadAsync(cancellation).ConfigureAwait(false),
            };
        }
        catch (Exception error) when (error is OperationCanceledException or HttpRequestException or IOException)
        {
            var refused = error is HttpRequestException { InnerException: SocketException { SocketErrorCode: SocketError.ConnectionRefused } };
            if (refused || _late++ >= LateAnswersTaken || _state.Condition == EngineCondition.Unknown)
            {
                _state = new EngineState(EngineCondition.Down, refused ? "nothing listens there" : error is OperationCanceledException ? "it does not answer in time" : error.Message);
            }
        }
    }

    /// <summary>
    /// Learns the context of an engine that loads on demand and has not loaded the model: lets it load, which the request would do anyway,
    /// and asks again. Whatever fails here, the request itself will tell.
    /// </summary>
    public async Task LearnContextAsync(CancellationToken cancellation)
    {
        try
        {
            using var answer = await engine.PostAsync(engine.Kind.LoadPath!, $$"""{"model":{{Encoding.UTF8.GetString(engine.ModelJson.Span)}}}""", cancellation).ConfigureAwait(false);
            await answer.Content.LoadIntoBufferAsync(MaxAnswerBytes, cancellation).ConfigureAwait(false);
            await LookAsync(cancellation).ConfigureAwait(false);
        }
        catch (Exception error) when (error is OperationCanceledException or HttpRequestException or IOException)
        {
            // Not known, then.
        }
    }

    private async Task<EngineState> LookAtOwnedAsync(CancellationToken cancellation)
    {
        try
        {
            return await ReadAsync(cancellation).ConfigureAwait(false);
        }
        catch (Exception error) when (error is OperationCanceledException or HttpRequestException or IOException)
        {
            return new EngineState(EngineCondition.Ready);
        }
    }

    private static EngineState Asleep(OwnedLlamaServer server) => new(EngineCondition.Unknown, server.Status.Phase.ToString().ToLowerInvariant());

    // It takes requests; what else it tells is worth having and may be missing.
    private async Task<EngineState> ReadAsync(CancellationToken cancellation)
    {
        var state = new EngineState(EngineCondition.Ready);
        if (engine.Kind.Context is { } source)
        {
            state = state with { ContextTokens = source.Read(Parse(await TextAsync(source.Path, cancellation).ConfigureAwait(false)), engine.Options.Model) };
        }

        if (engine.Kind.ListsModels)
        {
            var models = ProbeAnswer.Objects(Parse(await TextAsync("/v1/models", cancellation).ConfigureAwait(false)), "data")
                .Select(model => ProbeAnswer.Text(model, "id")).OfType<string>().ToArray();
            bool? serves = models.Length == 0 ? null : models.Any(model => ModelName.Matches(model, engine.Options.Model));
            state = state with
            {
                ServesModel = serves,
                Detail = serves == false ? $"it does not serve '{engine.Options.Model}'; it has {string.Join(", ", models.Take(8))}" : null,
            };
        }

        if (engine.Kind.Gauges is { } gauges && await TextAsync(gauges.Path, cancellation).ConfigureAwait(false) is { Length: > 0 } text)
        {
            state = gauges.Read(text, state);
        }

        return state.KvUsage is null && engine.Kind.SlotsPath is { } path
            ? state with { KvUsage = EngineSlots.KvUsage(Parse(await TextAsync(path, cancellation).ConfigureAwait(false))) }
            : state;
    }

    private async Task<string> TextAsync(string path, CancellationToken cancellation)
    {
        var (status, body) = await GetAsync(path, cancellation).ConfigureAwait(false);
        return status == 200 ? body : string.Empty;
    }

    private async Task<(int Status, string Body)> GetAsync(string path, CancellationToken cancellation)
    {
        using var answer = await engine.GetAsync(path, cancellation).ConfigureAwait(false);
        await answer.Content.LoadIntoBufferAsync(MaxAnswerBytes, cancellation).ConfigureAwait(false);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(cancellation).ConfigureAwait(false));
    }

    private static JsonElement Parse(string text)
    {
        try
        {
            return JsonElement.Parse(text);
        }
        catch (JsonException)
        {
            return default;
        }
    }
}
