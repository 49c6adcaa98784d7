using AutoClaw.Core.Privacy;

namespace AutoClaw.Core.Model;

/// <summary>
/// One call to one engine, as the ledger keeps it. Reserved when the call is sent (with the estimates), settled exactly once when it
/// ended. Written by one request at a time; the ledger reads it only between a reserve or settle call and its completion.
/// </summary>
public sealed class Attempt
{
    /// <summary>The ledger's own number for it, set by the ledger alone; 0 until it was reserved or settled.</summary>
    public long LedgerId { get; set; }

    /// <summary>What the client sees as <c>x-autoclaw-request-id</c>; shared by all attempts of one request.</summary>
    public required string RequestId { get; init; }

    /// <summary>1 for the first engine tried, 2 for the next.</summary>
    public required int Number { get; init; }

    /// <summary>What the call is for: the answer, unless said otherwise.</summary>
    public AttemptRole Role { get; init; }

    /// <summary>The id part of the client's key; null for an anonymous loopback client.</summary>
    public string? KeyId { get; init; }

    /// <summary>Whom the request is about, as a keyed hash that only this installation can make; null where it names nobody.</summary>
    public string? Subject { get; init; }

    /// <summary><c>chat</c> or <c>embeddings</c>.</summary>
    public required string Operation { get; init; }

    /// <summary>True if the client asked for a stream.</summary>
    public bool Streamed { get; init; }

    /// <summary>The route's name, or the name that pinned an engine.</summary>
    public required string Route { get; init; }

    public required string Engine { get; init; }

    public required Place Place { get; init; }

    /// <summary>The model name sent to the engine: the one that prices are looked up by.</summary>
    public required string Model { get; init; }

    /// <summary>True for the built-in simulator: never mistaken for a real answer.</summary>
    public bool Simulated { get; init; }

    /// <summary>Stable reason code of the decision, for example <c>score_below_threshold</c> or <c>pinned</c>.</summary>
    public required string Reason { get; init; }

    /// <summary>Where the request may go.</summary>
    public PrivacyLabel Privacy { get; init; }

    /// <summary>The engine may not have what is in it. Not on record: such a call is never made.</summary>
    public bool IsBarred { get; init; }

    /// <summary>Who says so, for example <c>header</c> or <c>content:EMAIL_ADDRESS</c>; null where it is open.</summary>
    public string? PrivacyReason { get; init; }

    /// <summary>
    /// Bytes that the call wrote to a socket which leads out of the house, headers and encryption included. 0: none; null: not known, as where
    /// the gateway died before the call ended.
    /// </summary>
    public long? EgressBytes { get; set; }

    /// <summary>The address at that socket's other end; null where nothing left.</summary>
    public string? EgressAddress { get; set; }

    /// <summary><paramref name="bytes"/> are about to leave for <paramref name="address"/>.</summary>
    public void Leaves(int bytes, string address)
    {
        EgressBytes = (EgressBytes ?? 0) + bytes;
        EgressAddress = address;
    }

    /// <summary>Fields of the request that the engine did not get, because its wire has no place for them; null where it got everything.</summary>
    public string? Dropped { get; set; }

    /// <summary>The router's score, higher = cloud; null where no score was taken.</summary>
    public double? Score { get; init; }

    /// <summary>Scores at or above it go to the cloud; null where no score was taken.</summary>
    public double? Threshold { get; init; }

    /// <summary>Microseconds that the decision took.</summary>
    public double DecisionMicros { get; init; }

    /// <summary>When the request's first byte had been read.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>Microseconds after <see cref="ReceivedAt"/> at which the engine was called.</summary>
    public long SentMicros { get; set; }

    /// <summary>The engine's first answer byte (status line), after <see cref="ReceivedAt"/>; null if there was none.</summary>
    public long? FirstByteMicros { get; set; }

    /// <summary>The first non-empty token of any kind: TTFT counts to here, not to a header or an empty role delta.</summary>
    public long? FirstContentMicros { get; set; }

    public long? LastContentMicros { get; set; }

    public long? DoneMicros { get; set; }

    /// <summary>The engine's own timings, which its queue and the network are no part of.</summary>
    public EngineTimings Timings { get; set; }

    /// <summary>Estimated while reserved; the engine's own count once settled, unless <see cref="Usage.Estimated"/> says otherwise.</summary>
    public Usage Usage { get; set; }

    /// <summary>The price list's version that <see cref="Cost"/> was made with; null where the model has no price.</summary>
    public string? PriceVersion { get; set; }

    /// <summary>The call's part of the time in which it and others kept the engine busy, microseconds; null unless that time has a price.</summary>
    public decimal? BusyMicros { get; set; }

    /// <summary>Null where the price is unknown; never zero for that.</summary>
    public Money? Cost { get; set; }

    /// <summary>What the same tokens would have cost on the route's cloud engine; null where that price is unknown or there is none.</summary>
    public Money? CounterfactualCost { get; set; }

    public AttemptOutcome Outcome { get; set; }

    /// <summary>The engine's HTTP status; null if it never answered.</summary>
    public int? EngineStatus { get; set; }

    /// <summary>Our stable code for what went wrong; null on success.</summary>
    public string? ErrorCode { get; set; }

    /// <summary>The finish reason of the first choice, as the engine wrote it.</summary>
    public string? FinishReason { get; set; }

    /// <summary>What was found about the answer, as a stable code; null where nobody looked.</summary>
    public string? Verdict { get; set; }

    /// <summary>The record that was reserved for this call; null on a record that is itself reserved, or never was.</summary>
    public Attempt? Reservation { get; private init; }

    /// <summary>
    /// A copy to be filled in and settled while the ledger may still be writing this one: the two never share a moment.
    /// </summary>
    public Attempt ToSettle() => new()
    {
        RequestId = RequestId,
        Number = Number,
        Role = Role,
        KeyId = KeyId,
        Subject = Subject,
        Operation = Operation,
        Streamed = Streamed,
        Route = Route,
        Engine = Engine,
        Place = Place,
        Model = Model,
        Simulated = Simulated,
        Reason = Reason,
        Privacy = Privacy,
        PrivacyReason = PrivacyReason,
        IsBarred = IsBarred,
        EgressBytes = 0,
        Dropped = Dropped,
        Score = Score,
        Threshold = Threshold,
        DecisionMicros = DecisionMicros,
        ReceivedAt = ReceivedAt,
        SentMicros = SentMicros,
        Usage = Usage,
        PriceVersion = PriceVersion,
        Cost = Cost,
        CounterfactualCost = CounterfactualCost,
        Reservation = this,
    };
}
