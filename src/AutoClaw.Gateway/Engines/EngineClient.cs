using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using AutoClaw.Core.Model;
using AutoClaw.Core.Pricing;
using AutoClaw.Core.Privacy;
using AutoClaw.Core.Resilience;
using AutoClaw.Core.Routing;
using AutoClaw.Core.Wire;
using AutoClaw.Core.Wire.Anthropic;
using AutoClaw.Core.Wire.Gemini;
using AutoClaw.Core.Wire.Hub;
using AutoClaw.Core.Wire.OpenAiChat;
using AutoClaw.Core.Wire.OpenAiResponses;
using AutoClaw.Gateway.Ledger;
using AutoClaw.Gateway.LlamaServer;
using AutoClaw.Gateway.Options;
using AutoClaw.Gateway.Power;
using Microsoft.Extensions.Primitives;

namespace AutoClaw.Gateway.Engines;

/// <summary>
/// One engine: its options with everything that a call needs made in advance, and its connections. Lives as long as its options are
/// unchanged, across reloads; connections of a dropped one close when they have been idle.
/// </summary>
internal sealed partial class EngineClient : IDisposable
{
    // Tokens. A shorter prompt is read in one batch or few, each of which ends before it can be cut; its progress would only be traffic.
    private const int WorthProgress = 512;

    private readonly HttpMessageInvoker _http;
    private readonly HttpMessageInvoker? _unpooled;
    private volatile EngineEndpoint? _endpoint;
    private readonly EngineBusy? _busy;
    private PriceOnDay? _lastPrice;
    private bool _drained;

    /// <param name="options">As configured.</param>
    /// <param name="time">The clock of what its work costs; null: the system's.</param>
    public EngineClient(EngineOptions options, TimeProvider? time = null)
    {
        Options = options;
        Kind = EngineKinds.Of(options.Kind);
        if (options.LlamaServer is not null)
        {
            Server = new OwnedLlamaServer(options, (root, key) => _endpoint = EngineEndpoint.Of(Kind, options, root, key), () => Gate!.Completed);
        }
        else
        {
            _endpoint = EngineEndpoint.Of(Kind, options, options.BaseUrl ?? throw new InvalidOperationException($"Engine '{options.Id}' has no URL."), options.ApiKey);
        }

        if (options.ApiKeys.Count > 0)
        {
            Keys = new EngineKeys([.. options.ApiKeys.Select(key => EngineEndpoint.KeyHeader(Kind, key))], time ?? TimeProvider.System);
        }

        if (options.Cost is { } cost)
        {
            Power = new EnginePower(cost.ToCost());
            _busy = new EngineBusy(time ?? TimeProvider.System);
        }

        Secrets = new EngineSecrets(options);
        ModelJson = JsonSerializer.SerializeToUtf8Bytes(options.Deployment ?? options.Model);
        EmbeddingModelJson = JsonSerializer.SerializeToUtf8Bytes(options.EmbeddingModel ?? options.Deployment ?? options.Model);
        Gate = new EngineGate(options.Id, QueueOf(options), TimeProvider.System);
        IdHeader = options.Id;

        // The newer name is the only one that OpenAI's reasoning models take, the older one the only one that every local engine does.
        Wire = Kind.Wire switch
        {
            WireName.Anthropic => new AnthropicWire(),
            WireName.Gemini => new GeminiWire(),
            WireName.OpenAiResponses => new ResponsesWire(),
            _ => new OpenAiChatWire(options.StreamUsage, options.Place == Place.Cloud ? "max_completion_tokens" : "max_tokens"),
        };
        Health = new EngineHealth(this);
        PlaceHeader = options.Place == Place.Local ? "local" : "cloud";
        _http = new HttpMessageInvoker(CreateHandler(options, pooled: !Kind.DropsConnections));
        if (Place == Place.Local)
        {
            // Another kept connection may be closing just as well: who asks again does so on a new one.
            _unpooled = Kind.DropsConnections ? _http : new HttpMessageInvoker(CreateHandler(options, pooled: false));
        }
    }

    public EngineOptions Options { get; }

    /// <summary>The process behind it, if the gateway keeps one; null for an engine that runs by itself.</summary>
    public OwnedLlamaServer? Server { get; }

    /// <summary>What of its options is for it alone.</summary>
    public EngineSecrets Secrets { get; }

    /// <summary>Where calls to it wait.</summary>
    public EngineGate Gate { get; }

    /// <summary>How fast its last chat answers were.</summary>
    public EnginePace Pace { get; } = new();

    /// <summary>Whether calls to it failed lately.</summary>
    public EngineBreaker Breaker { get; } = new(TimeProvider.System);

    /// <summary>An administrator wants no more requests to go to it.</summary>
    public bool IsDrained
    {
        get => Volatile.Read(ref _drained);
        set => Volatile.Write(ref _drained, value);
    }

    /// <summary>How many failed calls may be made again.</summary>
    public RetryBudget Retries { get; } = new();

    /// <summary>Where it has several keys; null: one, or none.</summary>
    public EngineKeys? Keys { get; }

    /// <summary>What an hour of its work costs; null where its time has no price.</summary>
    public EnginePower? Power { get; }

    /// <summary>How long it has worked, ever; 0 where its time has no price.</summary>
    public double BusySeconds => _busy?.Seconds ?? 0;

    public string Id => Options.Id;

    public Place Place => Options.Place;

    public bool Simulated => Options.Kind == "simulator";

    public EngineKind Kind { get; }

    /// <summary>What it speaks.</summary>
    public IWire Wire { get; }

    private bool KeepsNothing => Options.Retention == TimeSpan.Zero;

    /// <summary>What it said of itself last.</summary>
    public EngineHealth Health { get; }

    /// <summary>
    /// Tokens of prompt and answer together that are known to fit where it would cut off the rest without a word; null where it tells of
    /// what does not fit, so that its own count is the one to trust.
    /// </summary>
    public int? SafeContext => !Kind.TruncatesSilently ? null : Health.State.ContextTokens ?? Options.ContextTokens ?? Kind.AssumedContext;

    /// <summary>The request of a client that speaks what it speaks, as it goes to it.</summary>
    public SplicedBody ChatBody(ChatEnvelope envelope, bool askLogprobs = false) => Wire.Name switch
    {
        WireName.Anthropic => AnthropicRequestSplice.Create(envelope, ModelJson),
        WireName.OpenAiResponses => ResponsesRequestSplice.Create(envelope, ModelJson),

        // Its path says which model and whether to stream.
        WireName.Gemini => SplicedBody.Create(envelope.Body, []),
        _ => ChatRequestSplice.Create(envelope, ModelJson, Options.StreamUsage, askLogprobs, IsWorthProgress(envelope)),
    };

    /// <summary>The request of a client that speaks something else, as it goes to it.</summary>
    /// <param name="written">In its own wire.</param>
    /// <param name="envelope">As the client wrote it.</param>
    public SplicedBody ChatBody(ReadOnlyMemory<byte> written, ChatEnvelope envelope) =>
        IsWorthProgress(envelope) ? ChatRequestSplice.AskProgress(written) : SplicedBody.Create(written, []);

    /// <summary>What an error answer with this status means.</summary>
    public EngineFailure FailureOf(int status, EngineError error, string? retryAfter)
    {
        error = Secrets.Redact(error);
        return Kind.Recognise(Id, status, error.Message) is { } known
            ? known with { RetryAfter = retryAfter ?? known.RetryAfter }
            : EngineFailure.FromStatus(Id, status, error, retryAfter);
    }

    /// <summary>What an error inside a stream means.</summary>
    public EngineFailure FailureOf(string? message)
    {
        message = Secrets.Redact(message);
        return Kind.Recognise(Id, null, message) ?? EngineFailure.ErrorEvent(Id, message);
    }

    /// <summary>The name that the engine knows the model by, as a JSON string, quotes included.</summary>
    public ReadOnlyMemory<byte> ModelJson { get; }

    public ReadOnlyMemory<byte> EmbeddingModelJson { get; }

    public StringValues IdHeader { get; }

    public StringValues PlaceHeader { get; }

    /// <summary>What <paramref name="model"/> costs here on that day; null where nobody knows.</summary>
    public PriceRow? PriceAt(string model, PriceList prices, DateTimeOffset at)
    {
        var day = DateOnly.FromDateTime(at.UtcDateTime);
        var known = _lastPrice;
        if (known is null || known.Day != day || !ReferenceEquals(known.Prices, prices) || known.Model != model)
        {
            _lastPrice = known = new PriceOnDay(prices, day, model, EnginePrices.Find(prices, Options, model, at));
        }

        return known.Row;
    }

    /// <summary>A call goes out; null where its time has no price, else to be disposed of when it has ended.</summary>
    public BusyCall? Enter() => _busy?.Enter();

    /// <summary>Sets what a call used and what that costs, by its tokens or by its time. What is not known stays null.</summary>
    /// <param name="attempt">Its <see cref="Attempt.BusyMicros"/> is set where the call has ended and its time has a price.</param>
    /// <param name="usage">What it used; nothing used costs nothing.</param>
    /// <param name="prices">The list in force.</param>
    /// <param name="at">When the request came.</param>
    public void SetCost(Attempt attempt, in Usage usage, PriceList prices, DateTimeOffset at)
    {
        attempt.Usage = usage;
        if (Power is { } power)
        {
            attempt.PriceVersion = power.Version;
            attempt.Cost = usage.Total == 0 ? Money.Zero : attempt.BusyMicros is { } micros ? power.Cost.Of(micros) : null;
            return;
        }

        var price = PriceAt(attempt.Model, prices, at);
        attempt.PriceVersion = price?.Version;
        attempt.Cost = CostCalculator.Cost(price, usage);
    }

    public Candidate ToCandidate(int index) => new(index, Id, Place)
    {
        ContextTokens = Options.ContextTokens ?? (Server is null ? null : LlamaServerOptions.DefaultContextTokens),
        Tools = Options.Tools,
        Vision = Options.Vision,
        JsonSchema = Options.JsonSchema,
        Region = Options.Region,
        KeepsNothing = KeepsNothing,
        VendorToolsOf = Options.VendorTools ?? Place == Place.Cloud ? Wire.Name : null,
    };

    /// <summary>True where a request of this label may go here.</summary>
    public bool Permits(in PrivacyLabel label) => label.Permits(Place, Options.Region, KeepsNothing);

    /// <summary>Closes every connection, also those in use: only for the end of the process.</summary>
    public void Dispose()
    {
        _http.Dispose();
        _unpooled?.Dispose();
    }

    // A llama-server queues without bound and without regard to who asks, so it never gets more than it answers at the same time.
    private static QueueOptions? QueueOf(EngineOptions options) =>
        options.LlamaServer is { } server ? (options.Queue ?? new QueueOptions()) is var queue ? queue with { Slots = queue.Slots ?? server.Parallel } : null
        : options.Queue;

    private static SocketsHttpHandler CreateHandler(EngineOptions options, bool pooled)
    {
        // A company's proxy stands between us and a cloud, never between us and our own hardware.
        var proxied = options is { Place: Place.Cloud, BaseUrl: { } url } && HttpClient.DefaultProxy.GetProxy(url) is not null;
        return new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            UseCookies = false,
            UseProxy = proxied,

            // Behind a proxy it is the proxy that resolves the name, and the proxy is near by right.
            ConnectCallback = ConnectionTo(options, proxied).OpenAsync,
            ActivityHeadersPropagator = null,
            ConnectTimeout = options.ConnectTimeout,
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(90),
            PooledConnectionLifetime = pooled ? TimeSpan.FromMinutes(10) : TimeSpan.Zero,
            MaxConnectionsPerServer = int.MaxValue,

            // A cancelled answer must close its connection at once: reading it to the end would keep the engine working.
            MaxResponseDrainSize = 0,
            ResponseDrainTimeout = TimeSpan.Zero,
            EnableMultipleHttp2Connections = true,
        };
    }

    // A simulator is the gateway's own.
    private static EngineConnection ConnectionTo(EngineOptions options, bool proxied) =>
        options.Place == Place.Local ? EngineConnection.ToHome(options.OwnNetworks)
        : options is { PrivateNetwork: false, Kind: not EngineOptions.SimulatorKind } && !proxied ? EngineConnection.ToPublic
        : EngineConnection.ToAny;

    private bool IsWorthProgress(ChatEnvelope envelope) => Kind.TellsProgress && envelope.EstimatedInputTokens > WorthProgress;

    // Prices change at most daily, and an engine has one model or two: the last answer is nearly always the next one.
    private sealed record PriceOnDay(PriceList Prices, DateOnly Day, string Model, PriceRow? Row);
}
