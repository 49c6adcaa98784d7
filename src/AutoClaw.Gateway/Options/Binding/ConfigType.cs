using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace AutoClaw.Gateway.Options.Binding;

/// <summary>What a key takes: how the documentation, the JSON Schema and <c>config show</c> speak of it.</summary>
internal abstract class ConfigType
{
    /// <summary>For the documentation's table, for example <c>duration, 1ms to 5m</c>.</summary>
    public abstract string Label { get; }

    /// <summary>JSON Schema, draft 2020-12.</summary>
    public abstract JsonObject Schema();

    /// <summary>The value as <c>config show</c> prints it; <paramref name="secret"/> values as <c>***</c>.</summary>
    public abstract JsonNode? Show(object? value, bool secret);

    /// <summary>The value with what in it needs a restart as it was; the paths of what changed so are added to <paramref name="needRestart"/>.</summary>
    public virtual object? KeepRunning(object? value, object? running, string path, ICollection<string> needRestart) => value;

    /// <summary>The documentation's rows below this value; none for a scalar.</summary>
    public virtual IEnumerable<ConfigRow> Rows(string path) => [];
}

/// <summary>Reads one type of value.</summary>
internal abstract class ConfigType<T> : ConfigType
{
    /// <summary>The value at <paramref name="node"/>; false if it could not be read, every reason of which was reported.</summary>
    public abstract bool TryRead(ConfigNode node, string path, ConfigReader reader, [MaybeNullWhen(false)] out T value);
}
