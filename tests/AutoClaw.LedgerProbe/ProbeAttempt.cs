using System.Globalization;
using AutoClaw.Core.Model;

namespace AutoClaw.LedgerProbe;

/// <summary>Attempts with fields as long as real ones.</summary>
internal static class ProbeAttempt
{
    public static Attempt Sent(int caller, int round) => new()
    {
        RequestId = string.Create(CultureInfo.InvariantCulture, $"req-{caller:D4}-{round:D12}"),
        Number = 1,
        KeyId = "k7f3a9c2",
        Operation = "chat",
        Streamed = (round & 1) == 0,
        Route = "auto",
        Engine = (round & 3) == 0 ? "cloud" : "local",
        Place = (round & 3) == 0 ? Place.Cloud : Place.Local,
        Model = (round & 3) == 0 ? "gemini-2.5-flash" : "llama-3.2-3b-instruct",
        Reason = "score_below_threshold",
        Score = 0.31,
        Threshold = 0.44,
        DecisionMicros = 38.2,
        ReceivedAt = TimeProvider.System.GetUtcNow(),
        SentMicros = 210,
        Usage = new Usage(260, 0, 400, 0, Estimated: true),
        PriceVersion = "2026-11-23",
        Cost = new Money(1_078_000_000),
        CounterfactualCost = new Money(1_078_000_000),
        Outcome = AttemptOutcome.Completed,
    };

    public static void Answer(Attempt attempt)
    {
        attempt.FirstByteMicros = 1_900;
        attempt.FirstContentMicros = 2_100;
        attempt.LastContentMicros = 41_000;
        attempt.DoneMicros = 41_200;
        attempt.Usage = new Usage(263, 128, 371, 0, Estimated: false);
        attempt.Cost = new Money(972_000_000);
        attempt.CounterfactualCost = new Money(972_000_000);
        attempt.EngineStatus = 200;
        attempt.FinishReason = "stop";
    }
}
