using AutoClaw.Core.Routing;
using AutoClaw.Core.Routing.Aims;
using AutoClaw.Gateway.Ledger;
using AutoClaw.Gateway.Options;

namespace AutoClaw.Gateway.Relay;

/// <summary>Where a new snapshot's aim controllers come from: the snapshot before, else the ledger, else the calibration.</summary>
/// <param name="Previous">The snapshot being replaced; null at the start.</param>
/// <param name="Saved">What was written down before the last stop.</param>
/// <param name="LedgerPath">Where a budget's spending is read from.</param>
/// <param name="Time">Says which period it is.</param>
internal sealed record RouteAims(GatewaySnapshot? Previous, IReadOnlyList<AimRow> Saved, string LedgerPath, TimeProvider Time)
{
    /// <summary>The controller of <paramref name="route"/>; null where it has no aim to hold.</summary>
    public AimController? ControllerOf(RouteOptions route, Calibration calibration)
    {
        if (route.Aim.ToAim() is not { } aim)
        {
            return null;
        }

        var known = Previous?.Plans.GetValueOrDefault(route.Name)?.Controller;
        if (known?.Holds(aim, calibration) == true)
        {
            return known;
        }

        var controller = new AimController(aim, calibration, MeterOf(route.Name, aim, known?.Budget), Time);
        var saved = Saved.FirstOrDefault(row => row.Route == route.Name && row.Aim == aim.ToString() && row.Calibration == calibration.Fingerprint);
        if (saved is not null)
        {
            controller.Restore(saved.State);
        }

        return controller;
    }

    // A meter knows the calls under way, so one of the same period is kept, whatever else has changed.
    private BudgetMeter? MeterOf(string route, Aim aim, BudgetMeter? known)
    {
        if (aim is not BudgetAim budget)
        {
            return null;
        }

        if (known?.Period == budget.Per)
        {
            known.Limit = budget.Limit;
            return known;
        }

        var since = BudgetCalendar.StartOf(budget.Per, Time.GetUtcNow());
        try
        {
            return new BudgetMeter(budget, RouteSpending.Read(LedgerPath, route, since), Time);
        }
        catch (LedgerException error)
        {
            throw new GatewayStartException($"What the budget of '{route}' has spent can't be read: {error.Message}", error);
        }
    }

    /// <summary>What the controllers of <paramref name="snapshot"/> have learnt by now.</summary>
    public static IReadOnlyList<AimRow> Save(GatewaySnapshot snapshot) =>
    [
        .. snapshot.Plans.Values.Where(plan => plan.Controller is not null).Select(plan =>
            new AimRow(plan.Name, plan.Controller!.Aim.ToString(), plan.Controller.Calibration.Fingerprint, plan.Controller.Save())),
    ];
}
