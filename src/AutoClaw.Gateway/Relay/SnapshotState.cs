using AutoClaw.Core.Pricing;
using AutoClaw.Core.Routing;
using AutoClaw.Gateway.Ledger;
using AutoClaw.Gateway.Options;

namespace AutoClaw.Gateway.Relay;

/// <summary>Holds the one current snapshot. A reload builds another and swaps the reference; requests under way keep theirs.</summary>
internal sealed class SnapshotState
{
    private readonly Lock _gate = new();
    private volatile GatewaySnapshot _current;

    /// <param name="options">What to begin with.</param>
    /// <param name="aims">What the routes' aim controllers had learnt before.</param>
    public SnapshotState(GatewayOptions options, IReadOnlyList<AimRow> aims) => _current = Build(options, previous: null, aims);

    public GatewaySnapshot Current => _current;

    /// <summary>Puts new options into force. Throws <see cref="GatewayStartException"/> and keeps the old ones if a file they name can't be used.</summary>
    public void Apply(GatewayOptions options)
    {
        lock (_gate)
        {
            _current = Build(options, _current, []);
        }
    }

    /// <summary>Builds a snapshot without putting it into force.</summary>
    public static GatewaySnapshot Build(GatewayOptions options, GatewaySnapshot? previous, IReadOnlyList<AimRow> aims) =>
        GatewaySnapshot.Create(options, LoadModel(options.Router.ModelFile), LoadPrices(options.PriceFile), new RouteAims(previous, aims, options.Ledger.Path ?? AutoClawHome.LedgerPath, TimeProvider.System));

    private static RouterModel LoadModel(string? file)
    {
        if (file is null)
        {
            return RouterModel.Shipped;
        }

        try
        {
            return RouterModel.Load(File.ReadAllBytes(file));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or RouterModelFormatException)
        {
            throw new GatewayStartException($"The router model {file} can't be used: {error.Message}", error);
        }
    }

    /// <summary>The shipped prices under those of <paramref name="file"/>. Throws <see cref="GatewayStartException"/> where it can't be used.</summary>
    public static PriceList LoadPrices(string? file)
    {
        if (file is null)
        {
            return PriceList.Shipped;
        }

        try
        {
            var load = PriceList.Load(File.ReadAllBytes(file));
            return load.List is { } list
                ? PriceList.Shipped.WithOverrides(list)
                : throw new GatewayStartException($"The price file {file} is invalid: {string.Join("; ", load.Problems)}");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new GatewayStartException($"The price file {file} can't be read: {error.Message}", error);
        }
    }
}
