namespace AutoClaw.Core.Verify;

/// <summary>What a final answer is, which says what equal means.</summary>
public enum AnswerKind
{
    /// <summary>An option of a list, A to Z.</summary>
    Letter,

    /// <summary>A decimal number.</summary>
    Number,

    /// <summary>A few words or symbols.</summary>
    Text,
}
