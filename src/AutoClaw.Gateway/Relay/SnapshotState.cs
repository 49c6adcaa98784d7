using AutoClaw.Core.Pricing;
using AutoClaw.Core.Routing;
using AutoClaw.Gateway.Engines;
using AutoClaw.Gateway.Ledger;
using AutoClaw.Gateway.Models;
using AutoClaw.Gateway.Options;

namespace AutoClaw.Gateway.Relay;

/// <summary>Holds the one current snapshot. A reload builds another and swaps the reference; requests under way keep theirs.</summary>
internal sealed class SnapshotState
{
    private readonly Lock _gate = new();

    // By id, and not on the engines alone: a reload makes new ones where their options changed.
    private readonly HashSet<string> _drained = new(StringComparer.Ordinal);
    private volatile GatewaySnapshot _current;
    private volatile TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="options">What to begin with.</param>
    /// <param name="aims">What the routes' aim controllers had learnt before.</param>
    public SnapshotState(GatewayOptions options, IReadOnlyList<AimRow> aims) => _current = Build(options, previous: null, aims);

    public GatewaySnapshot Current => _current;

    /// <summary>Completes when <see cref="Current"/> is another one than when this was asked for.</summary>
    public Task Changed => _changed.Task;

    /// <summary>Puts new options into force. Throws <see cref="GatewayStartException"/> and keeps the old ones if a file they name can't be used.</summary>
    public void Apply(GatewayOptions options)
    {
        lock (_gate)
        {
            Replace(Build(options, _current, []));
        }
    }

    /// <summary>Reads what the options name anew: the router model may be another one by now. Throws as <see cref="Apply"/> does.</summary>
    public void Reload()
    {
        lock (_gate)
        {
            Replace(Build(_current.Options, _current, []));
        }
    }

    /// <summary>From now on, until it is said otherwise or the process ends: no request goes to that engine, or they do again.</summary>
    /// <returns>The engine; null if there is none of that id.</returns>
    public EngineClient? SetDrained(string id, bool drained)
    {
        lock (_gate)
        {
            var engine = Array.Find(_current.Engines, known => known.Id == id);
            if (engine is not null)
            {
                engine.IsDrained = drained;
                _ = drained ? _drained.Add(id) : _drained.Remove(id);
            }

            return engine;
        }
    }

    /// <summary>Builds a snapshot without putting it into force.</summary>
    public static GatewaySnapshot Build(GatewayOptions options, GatewaySnapshot? previous, IReadOnlyList<AimRow> aims) =>
        GatewaySnapshot.Create(options, LoadModel(options.Router.ModelFile), LoadChallenger(), LoadPrices(options.PriceFile), new RouteAims(previous, aims, options.Ledger.Path ?? AutoClawHome.LedgerPath, TimeProvider.System));

    private void Replace(GatewaySnapshot snapshot)
    {
        foreach (var engine in snapshot.Engines)
        {
            engine.IsDrained = _drained.Contains(engine.Id);
        }

        var before = _changed;
        _current = snapshot;
        _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        before.TrySetResult();
    }

    // The file that the configuration names, else the promoted model, else the shipped one.
    private static RouterModel LoadModel(string? file)
    {
        try
        {
            return (file ?? ModelStore.Default.Current) is { } used ? RouterModel.Load(File.ReadAllBytes(used)) : RouterModel.Shipped;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or RouterModelFormatException)
        {
            throw new GatewayStartException(
                file is null
                    ? $"The promoted router model can't be used: {error.Message} 'autoclaw router rollback' goes back to the one before."
                    : $"The router model {file} can't be used: {error.Message}",
                error);
        }
    }

    private static RouterModel? LoadChallenger()
    {
        try
        {
            return ModelStore.Default.ReadChallenger() is { } challenger
                ? RouterModel.Load(File.ReadAllBytes(ModelStore.Default.PathOf(challenger)))
                : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or RouterModelFormatException)
        {
            throw new GatewayStartException(
                $"The challenging router model can't be used: {error.Message} 'autoclaw router challenge --off' goes on without one.", error);
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
