using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace AutoClaw.Gateway.Options.Binding;

/// <summary>A mapping whose keys the operator chooses: the ids of engines, the names of routes. Kept as a list, in the file's order.</summary>
internal sealed class MapType<T>(SectionType<T> item, string placeholder, ConfigCode duplicate, Func<T, string> name, Func<T, string, T> named)
    : ConfigType<IReadOnlyList<T>>
    where T : class
{
    public const string NamePattern = "^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$";

    private static readonly Regex Form = new(NamePattern, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);

    public override string Label => $"mapping by {placeholder}";

    /// <summary>True with what could be read, also where entries were reported: rules across the file then still see the others.</summary>
    public override bool TryRead(ConfigNode node, string path, ConfigReader reader, [MaybeNullWhen(false)] out IReadOnlyList<T> value)
    {
        reader.Found(path, node.Start);
        value = null;
        if (node is not MappingNode mapping)
        {
            reader.Report(ConfigCodes.WrongType, node.Start, $"{path} takes a mapping by {placeholder}");
            return false;
        }

        var items = new List<T>(mapping.Entries.Count);
        var known = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var entry in mapping.Entries)
        {
            var id = entry.Key.Value;
            if (!Form.IsMatch(id))
            {
                reader.Report(ConfigCodes.InvalidName, entry.Key.Start, $"a {placeholder} has letters, digits and - _ . only, begins with a letter or digit and has at most 64");
                id = $"?{items.Count}";
            }
            else if (!known.TryAdd(id, id))
            {
                var message = known[id] == id ? $"{path} has {id} twice" : $"{path} has {known[id]} and {id}, which differ by case alone";
                reader.Report(duplicate, entry.Key.Start, message);
                continue;
            }

            // The key's own place, not the value's: that is what a rule about the whole entry points at.
            item.TryRead(entry.Value, $"{path}.{id}", reader, out var read);
            reader.Found($"{path}.{id}", entry.Key.Start);
            items.Add(named(read ?? item.Seed, id));
        }

        value = items;
        return true;
    }

    public override JsonObject Schema() => new()
    {
        ["type"] = "object",
        ["propertyNames"] = new JsonObject { ["pattern"] = NamePattern },
        ["minProperties"] = 1,
        ["additionalProperties"] = item.Schema(),
    };

    public override JsonNode? Show(object? value, bool secret)
    {
        var shown = new JsonObject();
        foreach (var each in (IReadOnlyList<T>)value!)
        {
            shown[name(each)] = item.Show(each, secret);
        }

        return shown;
    }

    public override IEnumerable<ConfigRow> Rows(string path) => item.Rows($"{path}.<{placeholder}>");
}
