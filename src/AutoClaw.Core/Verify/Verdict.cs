namespace AutoClaw.Core.Verify;

/// <summary>What the checks found about a local answer: the ledger's words. Append only.</summary>
public static class Verdict
{
    /// <summary>Every check passed.</summary>
    public const string Kept = "kept";

    /// <summary>The time or the tokens to hold the answer back were used up: it went out unchecked.</summary>
    public const string Committed = "committed";

    public const string Disagreement = "disagreement";

    /// <summary>The check's engine failed, so that nothing confirms the answer.</summary>
    public const string CheckFailed = "check_failed";

    public const string Logprobs = "logprobs";

    /// <summary>The engine was asked for log probabilities and told none.</summary>
    public const string NoLogprobs = "no_logprobs";

    /// <summary>The learned scorer expects too much of the cloud.</summary>
    public const string Scorer = "scorer";

    public const string Format = "format";

    public const string ToolArguments = "tool_arguments";

    public const string Refusal = "refusal";

    public const string Truncated = "truncated";

    /// <summary>The collected answer could not be read.</summary>
    public const string Unreadable = "unreadable";
}
