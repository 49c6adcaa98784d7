using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AutoClaw.Gateway.Options.Binding;

namespace AutoClaw.Gateway.Options;

/// <summary>The effective configuration for people and programs: defaults filled in, secrets as <c>***</c>.</summary>
internal static partial class ConfigShow
{
    private static readonly JsonSerializerOptions Quoting = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Every key that has a value. Secrets are <c>***</c>.</summary>
    public static JsonObject Values(GatewayOptions options) => (JsonObject)GatewayKeys.Root.Show(options, secret: false)!;

    /// <summary>For each value of the configuration that is written in the file, by its path: its line and the variables in it.</summary>
    public static JsonObject Sources(ConfigResult result)
    {
        var sources = new JsonObject();
        foreach (var (path, _) in Scalars(Values(Valid(result)), string.Empty))
        {
            if (result.Origins.TryGetValue(path, out var origin))
            {
                sources[path] = new JsonObject
                {
                    ["line"] = origin.At.Line,
                    ["column"] = origin.At.Column,
                    ["variables"] = new JsonArray([.. origin.Variables.Select(name => JsonValue.Create(name))]),
                };
            }
        }

        return sources;
    }

    /// <summary>The same as YAML, each line that is not literally in the file saying where its value comes from.</summary>
    public static string Yaml(ConfigResult result)
    {
        var text = new StringBuilder();
        WriteMapping(text, Values(Valid(result)), string.Empty, 0, result.Origins);
        return text.ToString();
    }

    /// <summary>Text as YAML that reads back as the same text: plain where that is certain, else in double quotes.</summary>
    public static string Quote(string text) => Plain().IsMatch(text) && text is not ("true" or "false" or "null")
        ? text
        : JsonSerializer.Serialize(text, Quoting).Replace("${", "$${", StringComparison.Ordinal);

    private static GatewayOptions Valid(ConfigResult result) =>
        result.Options ?? throw new ArgumentException("the configuration is not valid", nameof(result));

    private static IEnumerable<(string Path, JsonNode Value)> Scalars(JsonNode node, string path) => node switch
    {
        JsonObject mapping => mapping.SelectMany(pair => Scalars(pair.Value!, Join(path, pair.Key))),
        JsonArray list => list.SelectMany((item, i) => Scalars(item!, $"{path}[{i}]")),
        _ => [(path, node)],
    };

    private static void WriteMapping(StringBuilder text, JsonObject mapping, string path, int indent, IReadOnlyDictionary<string, ConfigOrigin> origins)
    {
        foreach (var (key, value) in mapping)
        {
            text.Append(' ', indent).Append(Quote(key)).Append(':');
            Write(text, value!, Join(path, key), indent + 2, origins);
        }
    }

    private static void Write(StringBuilder text, JsonNode value, string path, int indent, IReadOnlyDictionary<string, ConfigOrigin> origins)
    {
        switch (value)
        {
            case JsonObject { Count: > 0 } mapping:
                text.Append('\n');
                WriteMapping(text, mapping, path, indent, origins);
                break;
            case JsonArray { Count: > 0 } list:
                text.Append('\n');
                for (var i = 0; i < list.Count; i++)
                {
                    var item = new StringBuilder();
                    Write(item, list[i]!, $"{path}[{i}]", indent + 2, origins);

                    // A mapping's first key goes beside the dash.
                    text.Append(' ', indent).Append("- ").Append(item.ToString().TrimStart());
                }

                break;
            default:
                text.Append(' ').Append(Scalar(value)).Append(Source(path, origins)).Append('\n');
                break;
        }
    }

    private static string Scalar(JsonNode value) => value switch
    {
        JsonObject => "{}",
        JsonArray => "[]",
        _ when value.GetValueKind() == JsonValueKind.String => Quote(value.GetValue<string>()),
        _ => value.ToJsonString(),
    };

    private static string Source(string path, IReadOnlyDictionary<string, ConfigOrigin> origins)
    {
        if (!origins.TryGetValue(path, out var origin))
        {
            return "  # default";
        }

        return origin.Variables.Count == 0 ? string.Empty : string.Create(CultureInfo.InvariantCulture, $"  # from {string.Join(", ", origin.Variables)}");
    }

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    // A letter first, so that it is no number; nothing in it that YAML or a following comment could read otherwise.
    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9_./-]*(:[A-Za-z0-9_./-]+)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Plain();
}
