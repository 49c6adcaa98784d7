using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace AutoClaw.Gateway.Options.Binding;

/// <summary>Text on one line, if wanted of a certain form.</summary>
internal sealed class TextType(string label, string? pattern = null, ConfigCode? code = null, bool takesEmpty = false) : ScalarType<string>
{
    // Long enough for any key, URL or path; a whole document pasted in by mistake is longer.
    private const int MaxLength = 4096;

    private readonly Regex? _form = pattern is null ? null : new Regex(pattern, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);

    public override string Label => label;

    protected override bool TakesEmpty => takesEmpty;

    protected override bool TryParse(ResolvedText text, ConfigReader reader, [MaybeNullWhen(false)] out string value, [NotNullWhen(false)] out Rejection? rejection)
    {
        value = text.Value;
        rejection = null;
        if (takesEmpty && YamlScalar.IsEmpty(text))
        {
            value = string.Empty;
        }
        else if (!text.IsText && text.Variables.Count == 0 && (YamlScalar.IsNumber(text) || YamlScalar.Boolean(text) is not null))
        {
            rejection = new Rejection(ConfigCodes.WrongType, $"takes {label}, not a number or a truth value", "put it in quotes");
        }
        else if (value.Length > MaxLength || value.AsSpan().ContainsAnyInRange('\0', '\u001f'))
        {
            rejection = new Rejection(ConfigCodes.WrongType, $"takes {label} on one line");
        }
        else if (_form is not null && !_form.IsMatch(value))
        {
            rejection = new Rejection(code ?? ConfigCodes.WrongType, $"is not {label}");
        }

        return rejection is null;
    }

    protected override JsonObject LiteralSchema()
    {
        var schema = new JsonObject { ["type"] = "string" };
        if (pattern is not null)
        {
            schema["pattern"] = pattern;
        }
        else if (!takesEmpty)
        {
            schema["minLength"] = 1;
        }

        return schema;
    }

    protected override JsonNode ShowValue(string value) => value;
}
