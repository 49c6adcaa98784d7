using AutoClaw.Core.Routing;
using AutoClaw.Core.Routing.Aims;
using AutoClaw.Gateway.Ledger;
using AutoClaw.Gateway.Options;

namespace AutoClaw.Gateway.Relay;

/// <summary>Where a new snapshot's aim controllers come from: the snapshot before, else the ledger, else the calibration.</summary>
/// <param name="Previous">The snapshot being replaced; null at the start.</param>
/// <param name="Saved">What was written down before the last stop.</param>
internal sealed record RouteAims(GatewaySnapshot? Previous, IReadOnlyList<AimRow> Saved)
{
    /// <summary>The controller of <paramref name="route"/>; null where it has no aim to hold.</summary>
    public AimController? ControllerOf(RouteOptions route, Calibration calibration)
    {
        if (route.Aim.ToAim() is not { } aim)
        {
            return null;
        }

        if (Previous?.Plans.GetValueOrDefault(route.Name)?.Controller is { } known && known.Holds(aim, calibration))
        {
            return known;
        }

        var controller = new AimController(aim, calibration);
        var saved = Saved.FirstOrDefault(row => row.Route == route.Name && row.Aim == aim.ToString() && row.Calibration == calibration.Fingerprint);
        if (saved is not null)
        {
            controller.Restore(saved.State);
        }

        return controller;
    }

    /// <summary>What the controllers of <paramref name="snapshot"/> have learnt by now.</summary>
    public static IReadOnlyList<AimRow> Save(GatewaySnapshot snapshot) =>
    [
        .. snapshot.Plans.Values.Where(plan => plan.Controller is not null).Select(plan =>
            new AimRow(plan.Name, plan.Controller!.Aim.ToString(), plan.Controller.Calibration.Fingerprint, plan.Controller.Save())),
    ];
}
