using AutoClaw.Core.Model;
using AutoClaw.Gateway.Ledger;
using AutoClaw.Gateway.Options;
using Microsoft.Data.Sqlite;

namespace AutoClaw.Gateway.Learning;

/// <summary>
/// What copies and judges of each route have cost in the current day or month, begun from the ledger so that a restart forgets nothing.
/// What is under way counts at its estimate, so the budget is passed by no more than estimates are wrong.
/// </summary>
internal sealed class ShadowBudget(LedgerWriter ledger, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Route, DateTimeOffset Since), long> _spent = [];

    /// <summary>Takes <paramref name="estimate"/> out of what is left; null if that is less. Give the result to <see cref="Settle"/>.</summary>
    public ShadowReservation? TryReserve(string route, ShadowBudgetOptions budget, Money estimate)
    {
        var period = (route, PeriodOf(budget.Per));
        lock (_gate)
        {
            if (!_spent.TryGetValue(period, out var spent))
            {
                spent = Read(route, period.Item2);
            }

            var fits = estimate == Money.Zero || spent + estimate.Picodollars <= Money.FromUsd(budget.Usd).Picodollars;
            _spent[period] = fits ? spent + estimate.Picodollars : spent;
            return fits ? new ShadowReservation(route, period.Item2, estimate) : null;
        }
    }

    /// <summary>Puts what it did cost in the estimate's place.</summary>
    public void Settle(ShadowReservation reservation, Money cost)
    {
        lock (_gate)
        {
            _spent[(reservation.Route, reservation.Since)] += (cost - reservation.Estimate).Picodollars;
        }
    }

    private DateTimeOffset PeriodOf(string per)
    {
        var now = time.GetUtcNow();
        return new DateTimeOffset(now.Year, now.Month, per == "day" ? now.Day : 1, 0, 0, 0, TimeSpan.Zero);
    }

    private long Read(string route, DateTimeOffset since)
    {
        using var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = ledger.Path, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText =
            "SELECT coalesce(sum(cost_pd), 0) FROM attempt WHERE route = $route AND role IN ('shadow', 'judge') AND received_at >= $since";
        command.Parameters.AddWithValue("$route", route);
        command.Parameters.AddWithValue("$since", (since.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond);
        return (long)command.ExecuteScalar()!;
    }
}
