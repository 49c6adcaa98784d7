using System.Collections.Frozen;
using System.Collections.Immutable;

namespace AutoClaw.Core.Pricing;

/// <summary>
/// List prices by model name, provider and date. Immutable. Names are compared without case. A row's exact name or alias wins over
/// the snapshot rule (<see cref="SnapshotName"/>), and an overriding list wins over the list under it.
/// </summary>
public sealed class PriceList
{
    private static readonly Lazy<PriceList> ShippedList = new(ReadShipped);

    private readonly FrozenDictionary<string, ImmutableArray<PriceRow>> _rowsByName;
    private readonly FrozenDictionary<string, ImmutableArray<PriceRow>>.AlternateLookup<ReadOnlySpan<char>> _rowsBySpan;
    private readonly FrozenDictionary<string, string> _providerByHost;
    private readonly string _ownVersion;
    private readonly PriceList? _under;

    internal PriceList(string version, ImmutableArray<PriceRow> rows, FrozenDictionary<string, string> providerByHost, PriceList? under = null)
    {
        _ownVersion = version;
        Version = under is null ? version : $"{version}+{under.Version}";
        Rows = rows;
        _providerByHost = providerByHost;
        _under = under;
        _rowsByName = rows
            .SelectMany(row => row.Aliases.Append(row.Model).Select(name => (name, row)))
            .GroupBy(pair => pair.name, pair => pair.row, StringComparer.OrdinalIgnoreCase)
            .ToFrozenDictionary(group => group.Key, group => group.ToImmutableArray(), StringComparer.OrdinalIgnoreCase);
        _rowsBySpan = _rowsByName.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>The list that comes with AutoClaw.</summary>
    public static PriceList Shipped => ShippedList.Value;

    /// <summary>Names the list in the ledger; of an overridden list both, for example <c>mine+2026-11-23</c>.</summary>
    public string Version { get; }

    /// <summary>This list's own rows, without those of a list under it.</summary>
    public ImmutableArray<PriceRow> Rows { get; }

    /// <summary>Reads a price file (UTF-8 JSON; the format is in docs/ledger.md). Reports everything that is wrong with it, not only the first.</summary>
    public static PriceListLoad Load(ReadOnlySpan<byte> json) => PriceListReader.Read(json);

    /// <summary>This list with the rows of <paramref name="overrides"/> asked first. A row's <see cref="PriceRow.Version"/> stays that of its own file.</summary>
    public PriceList WithOverrides(PriceList overrides)
    {
        ArgumentNullException.ThrowIfNull(overrides);
        var under = overrides._under is { } lower ? WithOverrides(lower) : this;
        return new PriceList(overrides._ownVersion, overrides.Rows, overrides._providerByHost, under);
    }

    /// <summary>The price of <paramref name="model"/> at that moment. Allocates nothing.</summary>
    /// <returns>Null where the model is unknown, or where several providers sell it under this name and <paramref name="provider"/> is not given.</returns>
    public PriceRow? Find(string model, DateTimeOffset at, string? provider = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        var day = DateOnly.FromDateTime(at.UtcDateTime);
        return FindRow(model, day, provider, snapshot: false) is { } exact ? exact
            : SnapshotName.TryStrip(model, out var name) ? FindRow(name, day, provider, snapshot: true)
            : null;
    }

    /// <summary>The provider behind an API root, by its host: <c>api.openai.com</c> is <c>openai</c>; null for a host that the list does not name.</summary>
    public string? ProviderOf(Uri baseUrl)
    {
        ArgumentNullException.ThrowIfNull(baseUrl);
        return _providerByHost.TryGetValue(baseUrl.Host, out var provider) ? provider : _under?.ProviderOf(baseUrl);
    }

    /// <summary>This list's rows, and those under it whose provider and model it does not name itself.</summary>
    public IEnumerable<PriceRow> EffectiveRows()
    {
        if (_under is null)
        {
            return Rows;
        }

        var own = Rows.Select(Key).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return Rows.Concat(_under.EffectiveRows().Where(row => !own.Contains(Key(row))));

        static string Key(PriceRow row) => $"{row.Provider}\n{row.Model}";
    }

    private PriceRow? FindRow(ReadOnlySpan<char> name, DateOnly day, string? provider, bool snapshot)
    {
        if (!_rowsBySpan.TryGetValue(name, out var rows))
        {
            return _under?.FindRow(name, day, provider, snapshot);
        }

        PriceRow? found = null;
        foreach (var row in rows.AsSpan())
        {
            if ((snapshot && !row.Snapshots)
                || !row.HoldsOn(day)
                || (provider is not null && !string.Equals(row.Provider, provider, StringComparison.OrdinalIgnoreCase)))
            {
                continue;
            }

            // Two providers, two prices: taking either would be a guess.
            if (found is not null)
            {
                return null;
            }

            found = row;
        }

        return found ?? _under?.FindRow(name, day, provider, snapshot);
    }

    private static PriceList ReadShipped()
    {
        using var stream = typeof(PriceList).Assembly.GetManifestResourceStream("AutoClaw.Core.Pricing.prices.json")
            ?? throw new InvalidOperationException("The price list is missing from AutoClaw.Core.");
        var json = new byte[stream.Length];
        stream.ReadExactly(json);
        var load = Load(json);
        return load.List ?? throw new InvalidOperationException("The shipped price list is broken: " + string.Join("; ", load.Problems));
    }
}
