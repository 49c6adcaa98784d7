using AutoClaw.Core.Privacy.Pseudonyms;
using AutoClaw.Core.Routing;
using AutoClaw.Gateway.Ledger;
using AutoClaw.Gateway.Observability;
using AutoClaw.Gateway.Privacy;
using AutoClaw.Gateway.Responses;
using Microsoft.Extensions.Logging;

namespace AutoClaw.Gateway.Relay;

/// <summary>What every exchange uses: the one ledger writer, the kept answers, the metrics, the clock, the log.</summary>
internal sealed class RelayServices(LedgerWriter ledger, ResponseStore responses, SubjectHash subjects, PrivateConversations labels, GatewayMetrics metrics, Drain drain, TimeProvider time, ILogger<RelayServices> log) : IDisposable
{
    private const int MostConversations = 10_000;

    public LedgerWriter Ledger => ledger;

    /// <summary>Answers that clients come back to.</summary>
    public ResponseStore Responses => responses;

    /// <summary>What stands in the ledger for whom a request is about.</summary>
    public SubjectHash Subjects => subjects;

    public GatewayMetrics Metrics => metrics;

    /// <summary>When answers under way must end because the gateway does.</summary>
    public Drain Drain => drain;

    public TimeProvider Time => time;

    public ConversationPlaces Conversations { get; } = new(time);

    /// <summary>Who made the signatures and ciphertext that went out last, by <see cref="OpaqueStateKey"/>. A person may come back after days.</summary>
    public ConversationPlaces StateMakers { get; } = new(time, TimeSpan.FromDays(7));

    /// <summary>What was private once.</summary>
    public PrivateConversations Private => labels;

    /// <summary>The placeholders of conversations under way.</summary>
    public PseudonymMaps Pseudonyms { get; } = new(MostConversations, TimeSpan.FromHours(1), time);

    public FastStreams FastStreams { get; } = new();

    public ILogger Log => log;

    public void Dispose() => Pseudonyms.Dispose();
}
