using System.Text.RegularExpressions;

namespace AutoClaw.Gateway.Options.Binding;

/// <summary>What a plain scalar means in YAML's core schema.</summary>
internal static partial class YamlScalar
{
    /// <summary>True for nothing at all, <c>~</c> and <c>null</c>, and for quoted nothing.</summary>
    public static bool IsEmpty(ResolvedText text) =>
        text.Value.Length == 0 || (!text.IsText && text.Value is "~" or "null" or "Null" or "NULL" && text.Variables.Count == 0);

    public static bool? Boolean(ResolvedText text) => text switch
    {
        { IsText: false, Value: "true" or "True" or "TRUE" } => true,
        { IsText: false, Value: "false" or "False" or "FALSE" } => false,
        _ => null,
    };

    /// <summary>True for a decimal number, whole or not, by YAML's core schema (no octal, hexadecimal, infinity).</summary>
    public static bool IsNumber(ResolvedText text) => !text.IsText && text.Value.Length <= 64 && Number().IsMatch(text.Value);

    [GeneratedRegex(@"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Number();
}
