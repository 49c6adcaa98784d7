using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace AutoClaw.FunctionalTests.Schema;

/// <summary>
/// Turns component schemas of an OpenAPI 3.0 or 3.1 document into plain JSON Schema: keeps what decides validity, follows <c>$ref</c>,
/// and rewrites OpenAPI's <c>nullable</c> and JSON Schema's newer <c>const</c>. Descriptions, examples and formats are left out. Reads
/// one component at a time out of a document in block style, two spaces a level: the whole of it would take seconds.
/// </summary>
internal sealed partial class OpenApiSchemas
{
    private const string Prefix = "#/components/schemas/";

    private readonly string _document;
    private readonly JsonObject _definitions = [];

    private OpenApiSchemas(string document) => _document = document;

    /// <summary>A schema whose <c>definitions</c> hold the named components and all that they refer to.</summary>
    public static JsonObject Load(string document, IEnumerable<string> names)
    {
        var schemas = new OpenApiSchemas(document[document.IndexOf("\n  schemas:\n", StringComparison.Ordinal)..]);
        foreach (var name in names)
        {
            schemas.Define(name);
        }

        return new JsonObject { ["definitions"] = schemas._definitions };
    }

    [GeneratedRegex("^ +$", RegexOptions.Multiline)]
    private static partial Regex BlankLine();

    private static JsonNode? Plain(YamlNode node) => node switch
    {
        YamlSequenceNode list => new JsonArray([.. list.Select(Plain)]),
        YamlMappingNode map => new JsonObject(map.Select(pair => KeyValuePair.Create(Text(pair.Key), Plain(pair.Value)))),
        YamlScalarNode { Style: ScalarStyle.Plain } scalar => Scalar(scalar.Value!),
        _ => Text(node),
    };

    private static JsonNode? Scalar(string value) => value switch
    {
        "" or "~" or "null" => null,
        "true" => true,
        "false" => false,
        _ when long.TryParse(value, CultureInfo.InvariantCulture, out var whole) => whole,
        _ when double.TryParse(value, CultureInfo.InvariantCulture, out var number) => number,
        _ => value,
    };

    private static string Text(YamlNode node) => ((YamlScalarNode)node).Value!;

    private void Define(string name)
    {
        if (!_definitions.ContainsKey(name))
        {
            // Held open first: components refer to each other in circles.
            _definitions[name] = null;
            _definitions[name] = Schema(Component(name));
        }
    }

    private YamlNode Component(string name)
    {
        var start = _document.IndexOf($"\n    {name}:\n", StringComparison.Ordinal);
        var end = start + 1;
        do
        {
            end = _document.IndexOf('\n', end + 1);
        }
        while (end >= 0 && (_document.AsSpan(end + 1).StartsWith("     ") || _document.AsSpan(end + 1).StartsWith("\n")));

        var yaml = new YamlStream();

        // A block scalar that begins with a line of blanks is valid, and too much for YamlDotNet.
        yaml.Load(new StringReader(BlankLine().Replace(_document[start..(end < 0 ? _document.Length : end)], "")));
        return yaml.Documents[0].RootNode[name];
    }

    private JsonNode Schema(YamlNode node)
    {
        if (node is not YamlMappingNode map)
        {
            return Plain(node)!;
        }

        var schema = new JsonObject();
        var nullable = false;
        foreach (var (key, value) in map.Select(pair => (Text(pair.Key), pair.Value)))
        {
            switch (key)
            {
                case "$ref":
                    var name = Text(value)[Prefix.Length..];
                    Define(name);
                    schema["$ref"] = $"#/definitions/{name}";
                    break;
                case "nullable":
                    nullable = Text(value) == "true";
                    break;
                case "const":
                    schema["enum"] = new JsonArray(Plain(value));
                    break;
                case "properties":
                    schema[key] = new JsonObject(((YamlMappingNode)value).Select(pair => KeyValuePair.Create(Text(pair.Key), (JsonNode?)Schema(pair.Value))));
                    break;
                case "items" or "additionalProperties" or "not":
                    schema[key] = Schema(value);
                    break;
                case "allOf" or "anyOf" or "oneOf":
                    schema[key] = new JsonArray([.. ((YamlSequenceNode)value).Select(Schema)]);
                    break;
                case "type" or "enum" or "required" or "pattern" or "uniqueItems" or "minimum" or "maximum" or "minLength" or "maxLength"
                    or "minItems" or "maxItems" or "minProperties" or "maxProperties":
                    schema[key] = Plain(value);
                    break;
                default:
                    break;
            }
        }

        return nullable ? new JsonObject { ["anyOf"] = new JsonArray(schema, new JsonObject { ["type"] = "null" }) } : schema;
    }
}
