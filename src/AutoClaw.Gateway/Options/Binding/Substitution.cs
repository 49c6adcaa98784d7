using System.Text;

namespace AutoClaw.Gateway.Options.Binding;

/// <summary>Puts <c>${VAR}</c> and <c>${VAR:-default}</c> into scalars. <c>$${</c> stands for a literal <c>${</c>; a default is taken as it is.</summary>
internal static class Substitution
{
    /// <summary>The text with everything put in; null where a problem was reported.</summary>
    public static ResolvedText? Resolve(ScalarNode node, ConfigReader reader)
    {
        var text = node.Value;
        if (!text.Contains("${", StringComparison.Ordinal))
        {
            return new ResolvedText(text, node.Quoted, []);
        }

        var result = new StringBuilder(text.Length);
        var variables = new List<string>();
        var sound = true;
        var position = 0;
        while (position < text.Length)
        {
            var next = text.IndexOf("${", position, StringComparison.Ordinal);
            if (next < 0)
            {
                result.Append(text, position, text.Length - position);
                break;
            }

            if (next > position && text[next - 1] == '$')
            {
                // $${ : drop one dollar and keep the rest as it is.
                result.Append(text, position, next - 1 - position).Append("${");
                position = next + 2;
                continue;
            }

            result.Append(text, position, next - position);
            var end = text.IndexOf('}', next);
            if (end < 0)
            {
                reader.Report(ConfigCodes.MalformedVariable, node.At(next), "${ without its }", "write ${VAR}, or $${ for a literal ${");
                return null;
            }

            sound &= Append(result, variables, text[(next + 2)..end], node.At(next), reader);
            position = end + 1;
        }

        // Quotes around a variable are only there to please YAML: "${SHARE}" may well be a number.
        return sound ? new ResolvedText(result.ToString(), node.Quoted && variables.Count == 0, variables) : null;
    }

    private static bool Append(StringBuilder result, List<string> variables, string inner, ConfigMark at, ConfigReader reader)
    {
        var colon = inner.IndexOf(":-", StringComparison.Ordinal);
        var name = colon < 0 ? inner : inner[..colon];
        if (!IsName(name))
        {
            reader.Report(ConfigCodes.MalformedVariable, at, "${ } does not hold a variable's name", "letters, digits and _ only: ${VAR} or ${VAR:-default}");
            return false;
        }

        if (colon >= 0 && inner.Contains("${", StringComparison.Ordinal))
        {
            reader.Report(ConfigCodes.MalformedVariable, at, "a default cannot hold another variable", "give a literal default");
            return false;
        }

        var value = reader.Environment(name);
        if (colon >= 0 && string.IsNullOrEmpty(value))
        {
            value = inner[(colon + 2)..];
        }

        if (value is null)
        {
            reader.Report(ConfigCodes.UnsetVariable, at, $"the environment variable {name} is not set", $"set it, or give a default: ${{{name}:-default}}");
            return false;
        }

        variables.Add(name);
        result.Append(value);
        return true;
    }

    private static bool IsName(string name) =>
        name.Length is > 0 and <= 128
        && !char.IsAsciiDigit(name[0])
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');
}
