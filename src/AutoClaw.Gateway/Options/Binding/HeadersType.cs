using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace AutoClaw.Gateway.Options.Binding;

/// <summary>Request headers: names that HTTP allows, values on one line.</summary>
internal sealed class HeadersType : ConfigType<IReadOnlyDictionary<string, string>>
{
    private const string NamePattern = "^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,128}$";

    // The relay writes these itself; a second value would break the framing or send the key twice.
    private static readonly HashSet<string> Ours = new(StringComparer.OrdinalIgnoreCase)
    {
        "Authorization", "Connection", "Content-Length", "Content-Type", "Host", "Transfer-Encoding",
    };

    private static readonly TextType Name = new("a header's name", NamePattern, ConfigCodes.InvalidName);
    private static readonly TextType Value = new("text");

    public override string Label => "mapping of header to text";

    public override bool TryRead(ConfigNode node, string path, ConfigReader reader, [MaybeNullWhen(false)] out IReadOnlyDictionary<string, string> value)
    {
        reader.Found(path, node.Start);
        value = null;
        if (node is not MappingNode mapping)
        {
            reader.Report(ConfigCodes.WrongType, node.Start, "headers takes a mapping of header to text");
            return false;
        }

        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var sound = true;
        foreach (var (key, content) in mapping.Entries)
        {
            if (!Name.TryRead(key with { Quoted = true }, $"{path}.name", reader, out var name))
            {
                sound = false;
            }
            else if (Ours.Contains(name))
            {
                sound = false;
                reader.Report(ConfigCodes.InvalidName, key.Start, $"the header {name} is AutoClaw's own", name.Equals("Authorization", StringComparison.OrdinalIgnoreCase) ? "use api_key" : null);
            }
            else if (!Value.TryRead(content, $"{path}.{name}", reader, out var text))
            {
                sound = false;
            }
            else if (!headers.TryAdd(name, text))
            {
                sound = false;
                reader.Report(ConfigCodes.DuplicateKey, key.Start, $"the header {name} is given twice");
            }
        }

        value = headers;
        return sound;
    }

    public override JsonObject Schema() => new()
    {
        ["type"] = "object",
        ["propertyNames"] = new JsonObject { ["pattern"] = NamePattern },
        ["additionalProperties"] = Value.Schema(),
    };

    public override JsonNode? Show(object? value, bool secret)
    {
        var shown = new JsonObject();
        foreach (var (name, text) in (IReadOnlyDictionary<string, string>)value!)
        {
            shown[name] = Value.Show(text, secret);
        }

        return shown;
    }
}
