namespace AutoClaw.Gateway.Options;

/// <summary>A llama-server that the gateway starts, watches and stops itself.</summary>
public sealed record LlamaServerOptions
{
    /// <summary>Tokens of prompt and answer together that one slot takes where <see cref="EngineOptions.ContextTokens"/> does not say.</summary>
    public const int DefaultContextTokens = 8192;

    /// <summary>The model: a GGUF file, absolute, or the name of one that <c>autoclaw models pull</c> fetched.</summary>
    public string ModelFile { get; init; } = string.Empty;

    /// <summary>The llama-server to start; null: the one that is found on this machine.</summary>
    public string? Binary { get; init; }

    /// <summary>Requests that it answers at the same time, 1 or more.</summary>
    public int Parallel { get; init; } = 4;

    /// <summary>Processor threads; null: all cores but one.</summary>
    public int? Threads { get; init; }

    /// <summary>Prompt tokens that are read in one step. A cancelled request ends after its step, so this bounds how long that takes.</summary>
    public int Batch { get; init; } = 512;

    /// <summary>Layers kept in the memory of a graphics card; null: as many as fit.</summary>
    public int? GpuLayers { get; init; }

    /// <summary>True: it is started by the first request for it, not with the gateway.</summary>
    public bool OnDemand { get; init; }

    /// <summary>It is stopped when nobody has asked for it for this long, and started by the next request; null: it keeps running.</summary>
    public TimeSpan? KeepAlive { get; init; }

    /// <summary>More arguments for llama-server, as they are.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Compares the arguments by value, so that an engine that did not change keeps its process.</summary>
    public bool Equals(LlamaServerOptions? other) =>
        other is not null && (ModelFile, Binary, Parallel, Threads, Batch, GpuLayers, OnDemand, KeepAlive) == (other.ModelFile, other.Binary, other.Parallel, other.Threads, other.Batch, other.GpuLayers, other.OnDemand, other.KeepAlive)
        && Arguments.SequenceEqual(other.Arguments, StringComparer.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(ModelFile, Binary, Parallel, Threads, Batch, GpuLayers, OnDemand, KeepAlive);
}
