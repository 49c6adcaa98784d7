using System.Globalization;
using System.Text.RegularExpressions;

namespace AutoClaw.Core.Wire.Anthropic;

/// <summary>What an engine's model takes, as far as its name tells: the fields for thinking changed between Claude's generations.</summary>
internal static partial class ClaudeModel
{
    // Every Claude from generation 4 on writes this much; other models that speak this wire are often limited to 8K.
    private const long ClaudeMaxTokens = 32_000;
    private const long OtherMaxTokens = 8192;

    /// <summary><c>max_tokens</c> for a client that set no limit, which this wire does not let one omit.</summary>
    public static long DefaultMaxTokens(string model) =>
        model.Contains("claude", StringComparison.OrdinalIgnoreCase) ? ClaudeMaxTokens : OtherMaxTokens;

    /// <summary>
    /// True from generation 4.6 on: thinking is adaptive and steered by <c>output_config.effort</c>, and from 4.7 on a budget is an error.
    /// Before, and for other vendors' models, it is a budget of tokens.
    /// </summary>
    public static bool ThinksAdaptively(string model) => IsFrom(model, 6);

    /// <summary>False from generation 4.7 on, where <c>temperature</c>, <c>top_p</c> and <c>top_k</c> are errors.</summary>
    public static bool TakesSampling(string model) => !IsFrom(model, 7);

    private static bool IsFrom(string model, int minorOfFour) =>
        model.Contains("claude-mythos", StringComparison.OrdinalIgnoreCase)
        || (Generation().Match(model) is { Success: true } match
            && (Number(match.Groups[1]), Number(match.Groups[2])) is var (major, minor)
            && (major > 4 || (major == 4 && minor >= minorOfFour)));

    // A release date after the generation is no minor number.
    [GeneratedRegex(@"claude-[a-z]+-(\d{1,2})(?!\d)(?:[-.](\d{1,2})(?!\d))?", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Generation();

    private static int Number(Group group) => group.Success ? int.Parse(group.ValueSpan, CultureInfo.InvariantCulture) : 0;
}
