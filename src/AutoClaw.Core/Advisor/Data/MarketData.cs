using System.Collections.Immutable;
using System.Globalization;
using AutoClaw.Core.Pricing;

namespace AutoClaw.Core.Advisor.Data;

/// <summary>
/// What hardware costs and does, and what running it takes: the figures behind the advisor, each with its source. Immutable. Prices of
/// APIs are in <see cref="PriceList"/>.
/// </summary>
public sealed record MarketData
{
    /// <summary>A row older than this is reported by <see cref="StaleRows(DateOnly)"/>.</summary>
    public const int StaleAfterDays = 60;

    private static readonly Lazy<MarketData> ShippedData = new(ReadShipped);

    internal MarketData()
    {
    }

    /// <summary>The data that comes with AutoClaw.</summary>
    public static MarketData Shipped => ShippedData.Value;

    /// <summary>Names the data in reports.</summary>
    public required string Version { get; init; }

    public required ImmutableArray<Accelerator> Accelerators { get; init; }

    public required ImmutableArray<AcceleratorPrice> Prices { get; init; }

    public required ImmutableArray<ThroughputFact> Throughput { get; init; }

    public required ImmutableArray<MarketDefault> Defaults { get; init; }

    public required ImmutableArray<AvailabilityFact> Availability { get; init; }

    /// <summary>Reads market data (UTF-8 JSON). Reports everything that is wrong with it, not only the first.</summary>
    public static MarketDataLoad Load(ReadOnlySpan<byte> json) => MarketReader.Read(json);

    /// <summary>Null where none has this id.</summary>
    public Accelerator? FindAccelerator(string id) => Accelerators.FirstOrDefault(accelerator => accelerator.Id == id);

    /// <summary>Null where no price is known.</summary>
    public AcceleratorPrice? FindPrice(string accelerator, AcceleratorPriceKind kind) =>
        Prices.FirstOrDefault(price => price.Accelerator == accelerator && price.Kind == kind);

    /// <summary>Null where nothing is known.</summary>
    public AvailabilityFact? FindAvailability(string provider, AvailabilityKind kind) =>
        Availability.FirstOrDefault(fact => fact.Provider == provider && fact.Kind == kind);

    /// <param name="name">A constant of <see cref="MarketDefault"/>: the reader sees to it that each is there.</param>
    public MarketDefault Default(string name) => Defaults.First(value => value.Name == name);

    /// <summary>The rows whose source was read more than <see cref="StaleAfterDays"/> days before <paramref name="today"/>, oldest first.</summary>
    public ImmutableArray<StaleRow> StaleRows(DateOnly today) => Stale(Origins().Select(row => (row.What, (DateOnly?)row.Origin.CheckedOn)), today);

    /// <summary>
    /// The same of a price list: rows of models that can still be bought. An operator's own row without a day is never stale.
    /// </summary>
    public static ImmutableArray<StaleRow> StaleRows(PriceList prices, DateOnly today)
    {
        ArgumentNullException.ThrowIfNull(prices);
        return Stale(
            prices.EffectiveRows()
                .Where(row => row.ValidTo is not { } last || last >= today)
                .Where(row => row.RetiresOn is not { } retired || retired > today)
                .Select(row => ($"price of {row.Provider} {row.Model}", row.CheckedOn)),
            today);
    }

    private static ImmutableArray<StaleRow> Stale(IEnumerable<(string What, DateOnly? CheckedOn)> rows, DateOnly today) =>
    [
        .. rows
            .Where(row => row.CheckedOn is { } day && today.DayNumber - day.DayNumber > StaleAfterDays)
            .Select(row => new StaleRow(row.What, row.CheckedOn!.Value, today.DayNumber - row.CheckedOn!.Value.DayNumber))
            .OrderByDescending(row => row.Days)
            .ThenBy(row => row.What, StringComparer.Ordinal),
    ];

    private IEnumerable<(string What, DataOrigin Origin)> Origins() =>
    [
        .. Accelerators.Select(row => ($"data of {row.Id}", row.Origin)),
        .. Prices.Select(row => ($"{(row.Kind == AcceleratorPriceKind.Rent ? "rent" : "purchase price")} of {row.Accelerator}", row.Origin)),
        .. Throughput.Select(row => (string.Create(CultureInfo.InvariantCulture, $"throughput of {row.Model} {row.Quantization} on {row.Count} x {row.Accelerator}"), row.Origin)),
        .. Defaults.Select(row => ($"default of {row.Name}", row.Origin)),
        .. Availability.Select(row => ($"availability of {row.Provider}", row.Origin)),
    ];

    private static MarketData ReadShipped()
    {
        using var stream = typeof(MarketData).Assembly.GetManifestResourceStream("AutoClaw.Core.Advisor.Data.market.json")
            ?? throw new InvalidOperationException("The market data is missing from AutoClaw.Core.");
        var json = new byte[stream.Length];
        stream.ReadExactly(json);
        var load = Load(json);
        return load.Data ?? throw new InvalidOperationException("The shipped market data is broken: " + string.Join("; ", load.Problems));
    }
}
