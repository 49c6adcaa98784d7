using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using AutoClaw.Core.Model;
using AutoClaw.FunctionalTests.Fixtures;
using AutoClaw.FunctionalTests.Gateway;
using AutoClaw.FunctionalTests.Scripted;
using AutoClaw.Gateway.Auth;
using AutoClaw.Gateway.Options;

namespace AutoClaw.FunctionalTests.Gone;

/// <summary>A gateway with an engine for every stage, whose clients leave.</summary>
internal sealed partial class DropRig : IAsyncDisposable
{
    /// <summary>Requests that the gateway and the key may have at the same time.</summary>
    public const int Slots = 64;

    private const string Fill = "fill";

    // Their one slot is taken, so that calls wait.
    private static readonly string[] Full = ["in-queue", "held-in-queue-sky"];

    /// <summary>Entries that the rig itself makes.</summary>
    public static readonly (string Engine, AttemptOutcome Outcome, int Count)[] Own =
        [.. Full.Select(engine => (engine, AttemptOutcome.Cancelled, 1)), (Fill, AttemptOutcome.Completed, Slots)];

    private readonly ConcurrentDictionary<string, Drop> _drops = new();
    private readonly Dictionary<string, SemaphoreSlim> _alone = GoneStages.All.Where(stage => stage.IsAlone).ToDictionary(stage => stage.Name, _ => new SemaphoreSlim(1));
    private readonly TaskCompletionSource _filled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _leave = new();
    private readonly ScriptedEngine _engine;
    private readonly ScriptedEngine _deaf;
    private readonly HttpClient _http;
    private Task[] _holders = [];
    private int _filling;
    private int _number;

    private DropRig(ScriptedEngine deaf)
    {
        _deaf = deaf;
        _engine = ScriptedEngine.Start(ServeAsync);
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
    }

    public GatewayUnderTest Gateway { get; private set; } = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<DropRig> StartAsync()
    {
        var rig = new DropRig(await ScriptedEngine.UnansweringAsync(Cancellation));
        rig.Gateway = await GatewayUnderTest.StartAsync(rig.Configure, rig.Engines());
        rig._http.DefaultRequestHeaders.Authorization = rig.Gateway.Http.DefaultRequestHeaders.Authorization;
        rig._holders = [.. Full.Select(engine => rig.AskAsync(engine, rig._leave.Token))];
        foreach (var engine in Full)
        {
            await rig.UntilAsync((Counted.Called, engine), 1);
        }

        return rig;
    }

    /// <summary>A client comes, leaves where its stage says, and the gateway lets go of everything.</summary>
    /// <returns>How long that took from its leaving on; null where nothing shows it.</returns>
    /// <param name="stage">Where it leaves.</param>
    /// <param name="stream">What it asks for.</param>
    /// <param name="isOnly">Nobody else is there: every count is its own.</param>
    public async Task<TimeSpan?> DropAsync(GoneStage stage, bool stream, bool isOnly)
    {
        var alone = _alone.GetValueOrDefault(stage.Name);
        await (alone?.WaitAsync(Cancellation) ?? Task.CompletedTask);
        try
        {
            var drop = new Drop(Interlocked.Increment(ref _number), stage, stream);
            _drops[drop.Id] = drop;
            var counted = isOnly || !stage.IsCountedWithOthers ? stage.Counted : null;
            var before = counted is { What: Counted.Requests } ? Full.Length : 0;

            // The one before it may not have been taken off yet.
            await Eventually.TrueAsync(() => (counted is not { } shown || Count(shown) == before) && (alone is null || IsFree(stage)));
            using var client = await GoneClient.ConnectAsync(drop, Gateway.BaseUrl, Gateway.ApiKey, Cancellation);
            await stage.Until(this, drop, client);
            if (counted is { } own)
            {
                await UntilAsync(own, before + 1);
            }

            var left = TimeProvider.System.GetTimestamp();
            client.Leave(drop.Resets);
            if (counted is { } its)
            {
                await UntilAsync(its, before);
                return TimeProvider.System.GetElapsedTime(left);
            }

            return stage is { Engine: not null, Counted: null }
                ? TimeProvider.System.GetElapsedTime(left, await drop.EngineLeft.WaitAsync(TimeSpan.FromSeconds(20), Cancellation))
                : null;
        }
        finally
        {
            alone?.Release();
        }
    }

    /// <summary>Returns when so many are there.</summary>
    public Task UntilAsync((Counted What, string? Engine) counted, int value) => Eventually.TrueAsync(() => Count(counted) == value);

    /// <summary>Nobody is counted any more as being there: not by the gateway, its key, its engines or its queues.</summary>
    public async Task AssertNothingIsHeldAsync()
    {
        await _leave.CancelAsync();
        await Task.WhenAll(_holders);
        await UntilAsync((Counted.Requests, null), 0);
        Assert.All(Gateway.Current.Engines, engine => Assert.Equal((0, 0), (engine.Gate.UnderWay, engine.Gate.Waiting)));

        // As many as may be are let in, and not one more: no slot is missing, none has been given back twice.
        var filling = Enumerable.Range(0, Slots).Select(_ => AskAsync(Fill, Cancellation)).ToArray();
        await Eventually.TrueAsync(() => Volatile.Read(ref _filling) == Slots);
        Assert.Equal(503, await AskAsync(Fill, Cancellation));
        _filled.SetResult();
        Assert.All(await Task.WhenAll(filling), status => Assert.Equal(200, status));
        _http.Dispose();
        if (OperatingSystem.IsLinux())
        {
            await Eventually.TrueAsync(() => LoopbackSockets.Open(Gateway.BaseUrl.Port) == 0);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _leave.CancelAsync();
        _filled.TrySetResult();
        await Task.WhenAll(_holders);
        _http.Dispose();
        await Gateway.DisposeAsync();
        await _engine.DisposeAsync();
        await _deaf.DisposeAsync();
        _leave.Dispose();
    }

    private GatewayOptions Configure(GatewayOptions options) => options with
    {
        Limits = new LimitOptions { MaxConcurrent = Slots },
        Auth = options.Auth with { Keys = [.. options.Auth.Keys.Select(key => key with { MaxConcurrent = Slots, Priority = Priority.High })] },
        Routes =
        [
            Route("second-engine", "first", "next"),
            Route("hedged", "left", "right") with { Hedge = new HedgeOptions(TimeSpan.FromMilliseconds(1)) },
            Route("being-checked", "home", "sky") with { Verify = Checks with { Agree = new AgreeOptions("being-checked-second") } },
            Route("held-back", "home", "sky") with { Verify = Checks },
            Route("held-in-queue", "home", "sky") with { Verify = Checks },
        ],
    };

    private static VerifyOptions Checks => new() { From = -1, To = 1, Hold = new HoldOptions(TimeSpan.FromMinutes(1), 400) };

    private static RouteOptions Route(string name, string first, string next) =>
        new() { Name = name, Engines = [$"{name}-{first}", $"{name}-{next}"], Aim = new AimOptions(Threshold: 1) };

    private EngineOptions[] Engines() =>
    [
        .. GoneStages.All.Where(stage => stage.Entries is [var (engine, _)] && engine == stage.Name).Select(stage => Local(stage.Name) with { BaseUrl = stage.Engine is null ? _deaf.BaseUrl : _engine.BaseUrl }),
        Local("in-queue"),
        Local("second-engine-first") with { Kind = "anthropic" }, Local("second-engine-next"),
        Local("hedged-left") with { Model = "hedged" }, Local("hedged-right") with { Model = "hedged" },
        Local("being-checked-home"), Local("being-checked-second"), Cloud("being-checked-sky"),
        Local("held-back-home"), Cloud("held-back-sky"),
        Local("held-in-queue-home"), Cloud("held-in-queue-sky"),
        Local(Fill),
    ];

    private EngineOptions Local(string id) => Change(TestEngine.Local(_engine) with { Id = id, Model = id });

    private EngineOptions Cloud(string id) => Change(TestEngine.Cloud(_engine) with { Id = id, Model = id });

    private static EngineOptions Change(EngineOptions engine) => engine with
    {
        Queue = Full.Contains(engine.Id) ? new QueueOptions { Slots = 1 } : null,
        Retries = engine.Id == "retry-pause" ? 1 : 0,
    };

    [GeneratedRegex("drop-[0-9]{5}")]
    private static partial Regex DropId();

    private async Task ServeAsync(ScriptedExchange exchange)
    {
        var model = GoneStages.ModelOf(exchange);
        if (model == Fill)
        {
            Interlocked.Increment(ref _filling);
            await Script.PausesAfter("one", _filled.Task)(exchange);
            return;
        }

        // In every API's form.
        await (_drops.TryGetValue(DropId().Match(exchange.Request.Text).Value, out var drop) ? drop.Stage.Engine!(drop, exchange) : exchange.HangAsync());
    }

    private async Task<int> AskAsync(string model, CancellationToken left)
    {
        using var request = Gateway.ChatRequest($$"""{"model":"{{model}}","messages":[{"role":"user","content":"hi"}]}""");
        request.Headers.Authorization = _http.DefaultRequestHeaders.Authorization;
        try
        {
            using var answer = await _http.SendAsync(request, left);
            return (int)answer.StatusCode;
        }
        catch (OperationCanceledException) when (left == _leave.Token)
        {
            return 0;
        }
    }

    private bool IsFree(GoneStage stage) => Gateway.Current.Engines
        .Where(engine => engine.Id.StartsWith(stage.Name, StringComparison.Ordinal) && !Full.Contains(engine.Id))
        .All(engine => engine.Gate.UnderWay == 0);

    private int Count((Counted What, string? Engine) counted) => counted.What == Counted.Requests
        ? Gateway.Current.UnderWay.Value
        : Gateway.Current.Engines.Single(engine => engine.Id == counted.Engine).Gate is var gate && counted.What == Counted.Called ? gate.UnderWay : gate.Waiting;
}
