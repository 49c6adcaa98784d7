using System.Globalization;
using AutoClaw.Core.Model;
using AutoClaw.Core.Routing.Aims;
using AutoClaw.Gateway.Engines;
using Microsoft.AspNetCore.Http;

namespace AutoClaw.Gateway.Relay;

/// <summary>
/// Lets one request's cloud calls through while its route's budget covers them, one after the other: each enters before it is sent and
/// leaves before the client has the end of its answer, so that the client's next request finds it settled.
/// </summary>
internal sealed class BudgetGate(RequestScope scope)
{
    private readonly BudgetMeter? _meter = scope.Plan?.Controller?.Budget;
    private BudgetReservation? _held;

    /// <summary>False where the call must not be sent.</summary>
    /// <param name="engine">Who would answer; a local one is always free to.</param>
    /// <param name="model">The model name that it would be sent.</param>
    /// <param name="expected">What it would use.</param>
    /// <param name="isBounded">The answer's length is limited by the request.</param>
    public bool TryEnter(EngineClient engine, string model, Usage expected, bool isBounded)
    {
        if (_meter is null || engine.Place != Place.Cloud)
        {
            return true;
        }

        if (!_meter.TryReserve(scope.CostOf(engine, model, expected), isBounded, out var reservation))
        {
            return false;
        }

        _held = reservation;
        return true;
    }

    /// <summary>The call is over. Only the first of several calls counts.</summary>
    /// <param name="cost">What it cost; null: unknown, what was expected counts.</param>
    public void Leave(Money? cost)
    {
        if (_held is { } held)
        {
            _held = null;
            _meter!.Settle(held, cost, scope.ReceivedAt);
        }
    }

    /// <summary>The 429 where nobody else could answer.</summary>
    public Task RefuseAsync()
    {
        var left = _meter!.ResetsAt - scope.ReceivedAt;
        scope.WriteHeaders(null, null);
        scope.Context.Response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(left.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        return ErrorWriter.WriteAsync(
            scope.Context, StatusCodes.Status429TooManyRequests, "budget_exhausted", null,
            string.Create(
                CultureInfo.InvariantCulture,
                $"The budget of '{scope.Plan!.Name}' ({_meter.Limit} USD, {_meter.Spent} spent) does not cover this request, and no local engine of it can answer. It begins anew at {_meter.ResetsAt:yyyy-MM-dd HH:mm} UTC."));
    }
}
