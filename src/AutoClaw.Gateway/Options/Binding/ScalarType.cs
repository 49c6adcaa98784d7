using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace AutoClaw.Gateway.Options.Binding;

/// <summary>A value that is one scalar. Messages name the type and the range, never the value: it may be a secret in the wrong place.</summary>
internal abstract class ScalarType<T> : ConfigType<T>
{
    /// <summary>Matches any scalar with a variable in it: what it becomes is not known to an editor.</summary>
    private const string VariablePattern = "\\$\\{[A-Za-z_][A-Za-z0-9_]*(:-[^}]*)?\\}";

    public sealed override bool TryRead(ConfigNode node, string path, ConfigReader reader, [MaybeNullWhen(false)] out T value)
    {
        value = default;
        if (node is not ScalarNode scalar)
        {
            reader.Found(path, node.Start);
            var found = node is SequenceNode ? "a list" : "a mapping";
            reader.Report(ConfigCodes.WrongType, node.Start, $"{Key(path)} takes {Label}, not {found}");
            return false;
        }

        if (reader.Text(scalar, path) is not { } text)
        {
            return false;
        }

        if (YamlScalar.IsEmpty(text) && !TakesEmpty)
        {
            reader.Report(ConfigCodes.EmptyValue, node.Start, $"{Key(path)} has no value", $"it takes {Label}");
            return false;
        }

        if (TryParse(text, reader, out value, out var rejection))
        {
            return true;
        }

        reader.Report(rejection.Code, node.Start, $"{Key(path)} {rejection.Message}", rejection.Hint);
        return false;
    }

    public sealed override JsonObject Schema()
    {
        var literal = LiteralSchema();
        if (literal["type"]?.GetValue<string>() == "string" && !literal.ContainsKey("pattern") && !literal.ContainsKey("enum") && !literal.ContainsKey("format"))
        {
            return literal;
        }

        return new JsonObject { ["anyOf"] = new JsonArray(literal, new JsonObject { ["type"] = "string", ["pattern"] = VariablePattern }) };
    }

    public override JsonNode? Show(object? value, bool secret) => value is null ? null : secret ? "***" : ShowValue((T)value);

    /// <summary>True where <c>""</c> is a value too.</summary>
    protected virtual bool TakesEmpty => false;

    protected abstract bool TryParse(ResolvedText text, ConfigReader reader, [MaybeNullWhen(false)] out T value, [NotNullWhen(false)] out Rejection? rejection);

    /// <summary>The schema of a literal, without variables.</summary>
    protected abstract JsonObject LiteralSchema();

    protected abstract JsonNode ShowValue(T value);

    private static string Key(string path) => path.AsSpan(path.LastIndexOf('.') + 1).ToString();
}
