using AutoClaw.Gateway.Options.Binding;

namespace AutoClaw.Gateway.Options;

/// <summary>One look at the file and its result.</summary>
/// <param name="Outcome">Whether anything changed.</param>
/// <param name="Problems">The file's errors and warnings; none if unchanged.</param>
/// <param name="NeedRestart">Keys whose new values count only after a restart.</param>
internal sealed record ConfigReload(ConfigReloadOutcome Outcome, IReadOnlyList<ConfigProblem> Problems, IReadOnlyList<string> NeedRestart)
{
    /// <summary>Why options without a problem could not be put into force; null where they were, or had one.</summary>
    public string? Failure { get; init; }
}
