using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace AutoClaw.Gateway.Options.Binding;

/// <summary>A mapping with fixed keys that fills one options record. Written as a table: one key a row.</summary>
/// <param name="seed">The record with its defaults: what a file leaves out stays as it is here.</param>
internal sealed class SectionType<T>(T seed) : ConfigType<T>, IEnumerable<ConfigKey<T>>
{
    /// <summary>Keys that begin so hold anchors to be used elsewhere; let through unread, at the top only.</summary>
    public const string ExtensionPrefix = "x-";

    private readonly List<ConfigKey<T>> _keys = [];

    public T Seed => seed;

    public override string Label => "mapping";

    public void Add<TValue>(string name, ConfigType<TValue> type, Func<T, object?> get, Func<T, TValue, T> set, string description, KeyTraits traits = KeyTraits.None) =>
        _keys.Add(new ConfigKey<T, TValue>(type, set) { Name = name, Description = description, Traits = traits, Get = get });

    public IEnumerator<ConfigKey<T>> GetEnumerator() => _keys.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override bool TryRead(ConfigNode node, string path, ConfigReader reader, [MaybeNullWhen(false)] out T value)
    {
        reader.Found(path, node.Start);
        value = seed;
        if (node is not MappingNode mapping)
        {
            var name = path.Length == 0 ? "the file" : path[(path.LastIndexOf('.') + 1)..];
            var empty = node is ScalarNode { Quoted: false, Value: "" or "~" or "null" };
            reader.Report(
                empty ? ConfigCodes.EmptyValue : ConfigCodes.WrongType,
                node.Start,
                empty ? $"{name} has no value" : $"{name} takes a mapping of keys",
                $"its keys are {string.Join(", ", _keys.Select(key => key.Name))}");
            return false;
        }

        var sound = true;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var meant = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (key, content) in mapping.Entries)
        {
            if (path.Length == 0 && key.Value.StartsWith(ExtensionPrefix, StringComparison.Ordinal))
            {
                continue;
            }

            if (_keys.Find(each => each.Name == key.Value) is not { } known)
            {
                sound = false;
                ReportUnknown(key, path, meant, reader);
            }
            else if (!seen.Add(known.Name))
            {
                sound = false;
                reader.Report(ConfigCodes.DuplicateKey, key.Start, $"{known.Name} is given twice", "keep one of the two");
            }
            else if (!known.Read(ref value, content, Join(path, known.Name), reader))
            {
                sound = false;
                reader.Broken(Join(path, known.Name));
            }
        }

        // A misspelt key was told already; that the right one is missing would be the same mistake again.
        meant.ExceptWith(seen);
        foreach (var name in meant)
        {
            reader.Broken(Join(path, name));
        }

        seen.UnionWith(meant);
        return ReportMissing(seen, node.Start, path, reader) && sound;
    }

    public override object? KeepRunning(object? value, object? running, string path, ICollection<string> needRestart)
    {
        if (value is not null && running is not null)
        {
            return KeepRunning((T)value, (T)running, path, needRestart);
        }

        // A section that comes or goes as a whole; what is hot in it counts at once.
        if ((value is null) != (running is null) && _keys.Exists(key => key.Traits.HasFlag(KeyTraits.Restart)))
        {
            needRestart.Add(path);
        }

        return value;
    }

    /// <summary>The section with the running value of each key that needs a restart to change; those that did change are added to <paramref name="needRestart"/>.</summary>
    public T KeepRunning(T value, T running, string path, ICollection<string> needRestart)
    {
        foreach (var key in _keys)
        {
            var (now, before, full) = (key.Get(value), key.Get(running), Join(path, key.Name));
            if (!key.Traits.HasFlag(KeyTraits.Restart))
            {
                value = key.Set(value, key.Type.KeepRunning(now, before, full, needRestart));
            }
            else if (!Equals(now, before))
            {
                needRestart.Add(full);
                value = key.Copy(value, running);
            }
        }

        return value;
    }

    public override JsonObject Schema()
    {
        var properties = new JsonObject();
        foreach (var key in _keys)
        {
            var schema = key.Type.Schema();
            schema.Insert(0, "description", key.Description);
            if (HasDefault(key) && key.Get(seed) is { } initial && key.Type.Show(initial, secret: false) is JsonValue shown)
            {
                schema["default"] = shown;
            }

            properties[key.Name] = schema;
        }

        var section = new JsonObject { ["type"] = "object", ["properties"] = properties, ["additionalProperties"] = false };
        var required = _keys.Where(IsRequired).Select(key => (JsonNode)key.Name).ToArray();
        if (required.Length > 0)
        {
            section["required"] = new JsonArray(required);
        }

        return section;
    }

    public override JsonNode? Show(object? value, bool secret)
    {
        if (value is null)
        {
            return null;
        }

        var shown = new JsonObject();
        foreach (var key in _keys)
        {
            if (key.Type.Show(key.Get((T)value), key.Traits.HasFlag(KeyTraits.Secret)) is { } node)
            {
                shown[key.Name] = node;
            }
        }

        return shown;
    }

    public override IEnumerable<ConfigRow> Rows(string path)
    {
        foreach (var key in _keys)
        {
            var full = Join(path, key.Name);
            var initial = IsRequired(key) ? "required" : HasDefault(key) && key.Get(seed) is { } set && key.Type.Show(set, secret: false) is JsonValue shown ? $"`{shown}`" : "–";
            yield return new ConfigRow(full, key.Type.Label, initial, key.Description, key.Traits.HasFlag(KeyTraits.Restart));
            foreach (var row in key.Type.Rows(full))
            {
                yield return row;
            }
        }
    }

    private static bool IsRequired(ConfigKey<T> key) => key.Traits.HasFlag(KeyTraits.Required);

    private static bool HasDefault(ConfigKey<T> key) => (key.Traits & (KeyTraits.Required | KeyTraits.NoDefault)) == 0;

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    private void ReportUnknown(ScalarNode key, string path, HashSet<string> meant, ConfigReader reader)
    {
        var name = key.Value;
        var hint = $"known here: {string.Join(", ", _keys.Select(each => each.Name))}";
        if (GatewayKeys.PlaceOf(name) is { } place)
        {
            hint = $"it belongs to {place}";
        }
        else if (Nearest.Of(name, _keys.Select(each => each.Name)) is { } near)
        {
            hint = $"did you mean {near}?";
            meant.Add(near);
        }

        // Anything longer or stranger than a key may be a secret that slipped out of its place.
        var shown = name.Length <= 40 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.') ? $" {name}" : string.Empty;
        var where = path.Length == 0 ? string.Empty : $" in {path}";
        reader.Report(ConfigCodes.UnknownKey, key.Start, $"unknown key{shown}{where}", hint);
    }

    private bool ReportMissing(HashSet<string> seen, ConfigMark at, string path, ConfigReader reader)
    {
        var complete = true;
        foreach (var key in _keys.Where(key => IsRequired(key) && !seen.Contains(key.Name)))
        {
            complete = false;
            reader.Broken(Join(path, key.Name));
            var where = path.Length == 0 ? "the file" : path;
            reader.Report(ConfigCodes.MissingKey, at, $"{where} has no {key.Name}", $"{key.Name}: {key.Type.Label}");
        }

        return complete;
    }
}
