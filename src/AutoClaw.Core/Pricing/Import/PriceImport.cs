using System.Collections.Immutable;

namespace AutoClaw.Core.Pricing.Import;

/// <summary>What came of reading a price collection. Every entry that was asked for is in a row or among the skipped.</summary>
public sealed record PriceImport
{
    /// <summary>In the source's order. No two are for one name of one provider on the same day.</summary>
    public required ImmutableArray<ImportedRow> Rows { get; init; }

    /// <summary>Entries that a price file can't say.</summary>
    public required ImmutableArray<ImportRemark> Skipped { get; init; }

    /// <summary>What was left out of entries that are in.</summary>
    public required ImmutableArray<ImportRemark> Notes { get; init; }

    /// <summary>Entries that the filter left out.</summary>
    public required int NotAskedFor { get; init; }

    /// <summary>Provider to the hosts of its API, as far as the source names them.</summary>
    public required ImmutableSortedDictionary<string, ImmutableArray<string>> Hosts { get; init; }

    /// <summary>Why nothing could be read; null: it could.</summary>
    public string? Problem { get; init; }

    /// <summary>Reads a collection (UTF-8 JSON).</summary>
    public static PriceImport Read(PriceSource source, ReadOnlySpan<byte> json, ImportFilter filter) => source switch
    {
        PriceSource.LiteLlm => LiteLlmReader.Read(json, filter),
        _ => GenaiPricesReader.Read(json, filter),
    };

    /// <summary>The price file, as <see cref="PriceList.Load"/> takes it.</summary>
    /// <param name="version">Written beside every cost made with it.</param>
    /// <param name="checkedOn">When the collection was read.</param>
    public byte[] ToPriceFile(string version, DateOnly checkedOn) => PriceFileWriter.Write(this, version, checkedOn);
}
