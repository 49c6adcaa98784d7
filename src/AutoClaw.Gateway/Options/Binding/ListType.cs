using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace AutoClaw.Gateway.Options.Binding;

/// <summary>A list, in the file's order.</summary>
internal sealed class ListType<T>(ConfigType<T> item) : ConfigType<IReadOnlyList<T>>
{
    public override string Label => item is SectionType<T> ? "list of mappings" : $"list of {item.Label}";

    public override bool TryRead(ConfigNode node, string path, ConfigReader reader, [MaybeNullWhen(false)] out IReadOnlyList<T> value)
    {
        reader.Found(path, node.Start);
        value = null;
        if (node is not SequenceNode list)
        {
            var name = path.AsSpan(path.LastIndexOf('.') + 1);
            reader.Report(ConfigCodes.WrongType, node.Start, $"{name} takes a list", "write [a, b] or one '- item' a line");
            return false;
        }

        var items = new List<T>(list.Items.Count);
        var sound = true;
        for (var i = 0; i < list.Items.Count; i++)
        {
            if (item.TryRead(list.Items[i], $"{path}[{i}]", reader, out var read))
            {
                items.Add(read);
            }
            else
            {
                sound = false;
            }
        }

        value = items;
        return sound;
    }

    public override JsonObject Schema() => new() { ["type"] = "array", ["items"] = item.Schema() };

    public override JsonNode? Show(object? value, bool secret) =>
        new JsonArray([.. ((IReadOnlyList<T>)value!).Select(each => item.Show(each, secret))]);

    public override IEnumerable<ConfigRow> Rows(string path) => item.Rows($"{path}[]");
}
