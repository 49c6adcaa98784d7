using System.Globalization;
using AutoClaw.Core.Model;
using AutoClaw.Core.Pricing;
using AutoClaw.Core.Routing;
using AutoClaw.Core.Wire.Gemini;
using AutoClaw.Gateway.Auth;
using AutoClaw.Gateway.Engines;
using AutoClaw.Gateway.Engines.Queue;
using AutoClaw.Gateway.Learning;
using AutoClaw.Gateway.Privacy;
using AutoClaw.Gateway.Responses;
using Microsoft.AspNetCore.Http;

namespace AutoClaw.Gateway.Relay;

/// <summary>One client request from its first byte to its last: who asks, when, what was decided, how often an engine was called.</summary>
internal sealed class RequestScope : IDisposable
{
    private static long _counter = Environment.TickCount64;

    private readonly TimeProvider _time;

    public RequestScope(HttpContext context, GatewaySnapshot snapshot, TimeProvider time)
    {
        Context = context;
        Snapshot = snapshot;
        _time = time;
        Started = time.GetTimestamp();
        ReceivedAt = time.GetUtcNow();

        // Sorts by time, unique within a process by the counter and between processes by the tick count it began at.
        Number = (uint)Interlocked.Increment(ref _counter);
        RequestId = string.Create(CultureInfo.InvariantCulture, $"req_{ReceivedAt.ToUnixTimeMilliseconds():x11}{Number:x8}");
    }

    public HttpContext Context { get; }

    public TimeProvider Time => _time;

    public GatewaySnapshot Snapshot { get; }

    public string RequestId { get; }

    /// <summary>A client of Gemini's API that streams without <c>alt=sse</c> gets one JSON array, piece by piece.</summary>
    public bool IsArray => ClientDialect.Of(Context.Request) == ClientDialect.Gemini && GeminiPath.FramingOf(Context.Request) == GeminiFraming.Array;

    /// <summary>Its place in the order of requests; the end of <see cref="RequestId"/>.</summary>
    public uint Number { get; }

    public DateTimeOffset ReceivedAt { get; }

    /// <summary>The clock's timestamp at <see cref="ReceivedAt"/>.</summary>
    public long Started { get; }

    /// <summary>Who asks; null: nobody who has a key.</summary>
    public KeyGrant? Key { get; set; }

    public string? KeyId => Key?.Id;

    /// <summary>Whom it is about, as <see cref="SubjectHash"/> writes it; null where it names nobody.</summary>
    public string? Subject { get; set; }

    /// <summary>Whose turn it is where calls wait.</summary>
    public Caller Caller => new(KeyId, Key?.Priority ?? Priority.Normal);

    /// <summary>What it counts against until it ends.</summary>
    public AdmissionSlot Slot { private get; set; }

    /// <summary>How long the client waits, from <see cref="Started"/>.</summary>
    public ClientDeadline Patience { get; set; }

    public RoutePlan? Plan { get; set; }

    /// <summary>Where the request may go.</summary>
    public RequestPrivacy Privacy { get; set; }

    /// <summary>What its personal data mean for who gets what; null where every engine may have it as it is.</summary>
    public ContentVerdict? Content { get; set; }

    public Decision Decision { get; set; }

    /// <summary>The value of <see cref="RelayHeaders.Dropped"/>, for the engine called last; null where it got everything.</summary>
    public string? Dropped { get; set; }

    /// <summary>The value of <see cref="RelayHeaders.Verify"/>; null where nothing was checked.</summary>
    public string? Verify { get; set; }

    /// <summary>The engine whose whole answer the client has; null if it has none.</summary>
    public EngineClient? Answered { get; set; }

    /// <summary>Where what the client gets is kept; null unless it will be compared.</summary>
    public AnswerCopy? Copy { get; set; }

    /// <summary>Keeps the answer for a client that comes back to it; null where there is nothing to keep.</summary>
    public AnswerKeeper? Keeper { get; set; }

    /// <summary>See <see cref="ConversationKey"/>; null where the name pins one engine, so that there is nothing to stay at.</summary>
    public ulong? Conversation { get; set; }

    /// <summary>What the choice among the members of a pool goes by.</summary>
    public PoolTerms Pool { get; set; }

    /// <summary>Engines called so far.</summary>
    public int Attempts { get; private set; }

    /// <summary>Microseconds since the request came in.</summary>
    public long Micros => (long)_time.GetElapsedTime(Started).TotalMicroseconds;

    /// <summary>It counts no more: to be said before the client has the last of it, whose next request may be quick. More than once is no harm.</summary>
    public void Leave()
    {
        var slot = Slot;
        Slot = default;
        slot.Leave();
    }

    public void Dispose()
    {
        Leave();
        Content?.Dispose();
    }

    /// <summary>What stands for the request's values where that engine is asked; null where it gets the request as it is.</summary>
    public MaskedChat? MaskedFor(EngineClient engine) => Content?.MaskedFor(engine);

    /// <summary>What stays of it once it is answered.</summary>
    public AnsweredRequest ToRecent() => new(RequestId, KeyId, Subject, Plan!.Name, Decision.Score?.Score, Answered!.Id, Answered.Place);

    /// <summary>The engine has answered the request: its conversation stays there, and the route's aim counts it there.</summary>
    /// <param name="engine">Who.</param>
    /// <param name="state">The last of its answer that only it can read; null where there is nothing.</param>
    /// <param name="services">Remember it.</param>
    public void AnsweredBy(EngineClient engine, string? state, RelayServices services)
    {
        var place = engine.Place;
        if (state is not null)
        {
            services.StateMakers.Remember(OpaqueStateKey.Of(Snapshot, state), place, Array.IndexOf(Snapshot.Engines, engine));
        }

        // One message that was not worth the wait does not move its conversation: what it has at home is there when home is free again.
        if (Conversation is { } conversation && !(place == Place.Cloud && Decision.Reason == DecisionReason.LocalBusy))
        {
            services.Conversations.Remember(conversation, place, Plan!.HasPool ? Array.IndexOf(Snapshot.Engines, engine) : null);
        }

        if (Decision.Receipt is { IsCounted: true } receipt && receipt.IsCloud != (place == Place.Cloud))
        {
            receipt.Move();
        }
    }

    /// <summary>Opens the record of the next call, priced at what it is expected to use.</summary>
    public Attempt NewAttempt(EngineClient engine, string operation, string model, bool streamed, Usage expected, AttemptRole role = AttemptRole.Answer)
    {
        var attempt = new Attempt
        {
            RequestId = RequestId,
            Number = ++Attempts,
            Role = role,
            KeyId = KeyId,
            Subject = Subject,
            Operation = operation,
            Streamed = streamed,
            Route = Plan!.Name,
            Engine = engine.Id,
            Place = engine.Place,
            Model = model,
            Simulated = engine.Simulated,
            Reason = role == AttemptRole.Read ? DecisionReason.ContentRead : Decision.Reason,
            Privacy = Privacy.Label,
            IsBarred = Content?.Bars(engine) == true,
            PrivacyReason = Privacy.Reason,
            Score = Decision.Score?.Score,
            Threshold = Decision.Threshold,
            DecisionMicros = Decision.Micros,
            ReceivedAt = ReceivedAt,
            SentMicros = Micros,
            Dropped = Dropped,
        };
        Price(attempt, engine, expected);
        return attempt;
    }

    /// <summary>Sets usage and what it costs, here and all-cloud. Unknown prices leave null.</summary>
    public void Price(Attempt attempt, EngineClient engine, Usage usage)
    {
        engine.SetCost(attempt, usage, Snapshot.Prices, ReceivedAt);
        attempt.CounterfactualCost = attempt.Cost;
        if (engine.Place == Place.Local)
        {
            var cloud = Snapshot.CloudOf(Plan!);
            var model = attempt.Operation == "embeddings" ? cloud?.Options.EmbeddingModel : cloud?.Options.Model;
            var cloudPrice = model is null ? null : cloud!.PriceAt(model, Snapshot.Prices, ReceivedAt);
            attempt.CounterfactualCost = CostCalculator.Cost(cloudPrice, usage);
        }
    }

    /// <summary>What <paramref name="usage"/> costs there; null where the price is unknown.</summary>
    public Money? CostOf(EngineClient engine, string model, Usage usage) =>
        CostCalculator.Cost(engine.PriceAt(model, Snapshot.Prices, ReceivedAt), usage);

    /// <summary>The headers that every answer carries, errors too.</summary>
    public void WriteHeaders(EngineClient? engine, Attempt? attempt)
    {
        var headers = Context.Response.Headers;
        headers[RelayHeaders.RequestId] = RequestId;
        headers[RelayHeaders.Attempts] = Attempts < 2 ? (Attempts == 0 ? "0" : "1") : Attempts.ToString(CultureInfo.InvariantCulture);
        if (Plan is not null)
        {
            headers[RelayHeaders.Reason] = Decision.Reason;
            if (Decision.Score is { } score)
            {
                headers[RelayHeaders.Score] = score.Score.ToString("0.0000", CultureInfo.InvariantCulture);
            }
        }

        if (!Privacy.Label.IsOpen)
        {
            headers[RelayHeaders.Privacy] = Privacy.Label.ToString();
        }

        if (Verify is not null)
        {
            headers[RelayHeaders.Verify] = Verify;
        }

        if (Dropped is not null)
        {
            headers[RelayHeaders.Dropped] = Dropped;
        }

        if (engine is not null)
        {
            headers[RelayHeaders.Engine] = engine.IdHeader;
            headers[RelayHeaders.Place] = engine.PlaceHeader;
            if (engine.Simulated)
            {
                headers[RelayHeaders.Simulated] = "true";
            }
        }

        if (Context.Request.Headers.ContainsKey(RelayHeaders.Debug))
        {
            WriteTimings(attempt);
        }
    }

    // Server-Timing's syntax, so that a browser's developer tools can draw it.
    private void WriteTimings(Attempt? attempt)
    {
        var timing = string.Create(CultureInfo.InvariantCulture, $"decide;dur={Decision.Micros / 1000:0.####}");
        if (attempt is not null)
        {
            timing += string.Create(CultureInfo.InvariantCulture, $", sent;dur={attempt.SentMicros / 1000.0:0.###}");
            timing += attempt.FirstByteMicros is { } first
                ? string.Create(CultureInfo.InvariantCulture, $", first_byte;dur={first / 1000.0:0.###}") : "";
            timing += attempt.FirstContentMicros is { } content
                ? string.Create(CultureInfo.InvariantCulture, $", first_content;dur={content / 1000.0:0.###}") : "";
        }

        Context.Response.Headers[RelayHeaders.Timing] =
            timing + string.Create(CultureInfo.InvariantCulture, $", total;dur={Micros / 1000.0:0.###}");
    }
}
