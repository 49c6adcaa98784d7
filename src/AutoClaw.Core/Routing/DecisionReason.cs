namespace AutoClaw.Core.Routing;

/// <summary>Why an engine was chosen: words that headers, ledger and docs share. Append only.</summary>
public static class DecisionReason
{
    /// <summary>The client named the engine, its model or its place.</summary>
    public const string Pinned = "pinned";

    /// <summary>The local engine is expected to be good enough.</summary>
    public const string ScoreBelowThreshold = "score_below_threshold";

    /// <summary>The cloud is expected to gain enough quality to be worth it.</summary>
    public const string ScoreAtOrAboveThreshold = "score_at_or_above_threshold";

    /// <summary>The router is not sure: a local engine answers, and its answer is checked before it is kept.</summary>
    public const string ScoreInVerifyBand = "score_in_verify_band";

    /// <summary>The route has engines in one place only.</summary>
    public const string OnePlace = "one_place";

    /// <summary>The conversation was answered there, and the score is not far enough past the threshold to be worth a move.</summary>
    public const string ConversationStays = "conversation_stays";

    /// <summary>A local engine is expected to be good enough, and all of them are too busy to be worth the wait.</summary>
    public const string LocalBusy = "local_busy";

    /// <summary>The client's <c>x-autoclaw-aim</c> named the place.</summary>
    public const string AimHeader = "aim_header";

    /// <summary>The route's budget does not cover a cloud call: local engines only.</summary>
    public const string BudgetExhausted = "budget_exhausted";

    /// <summary>The conversation holds signatures or ciphertext that only this engine, which made them, can read.</summary>
    public const string OpaqueState = "opaque_state";

    /// <summary>The request's label leaves engines of one place only.</summary>
    public const string Privacy = "privacy";

    /// <summary>Not chosen to answer: it looks for personal data before anybody is chosen.</summary>
    public const string ContentRead = "content_read";

    /// <summary>Engines in one place only can do what the request asks for.</summary>
    public const string Capability = "capability";
}
