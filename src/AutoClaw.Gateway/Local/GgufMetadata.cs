namespace AutoClaw.Gateway.Local;

/// <summary>The keys of a GGUF file: its numbers, short texts and lists of numbers. Long texts and lists of texts are only known to be there.</summary>
internal sealed class GgufMetadata
{
    private readonly Dictionary<string, object?> _values = new(StringComparer.Ordinal);

    public void Add(string key, object? value) => _values[key] = value;

    public bool Has(string key) => _values.ContainsKey(key);

    public string? Text(string key) => _values.GetValueOrDefault(key) as string is { Length: > 0 } text ? text : null;

    public long? Number(string key) => _values.GetValueOrDefault(key) is long number ? number : null;

    /// <summary>A number that a model has once for all its layers, or once for each: the sum over the layers.</summary>
    public long? OverLayers(string key, long layers) => _values.GetValueOrDefault(key) switch
    {
        long number => number * layers,
        long[] numbers => numbers.Sum(),
        _ => null,
    };
}
