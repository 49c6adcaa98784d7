using System.Reflection;
using AutoClaw.Gateway.Ledger;
using AutoClaw.Gateway.Relay;

namespace AutoClaw.Gateway.Admin;

/// <summary><c>GET /admin/status</c>.</summary>
internal sealed record StatusAnswer
{
    /// <summary>AutoClaw's own.</summary>
    public required string Version { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>As <c>/readyz</c>: requests can be served and recorded.</summary>
    public required bool Ready { get; init; }

    public required LedgerAnswer Ledger { get; init; }

    public required IReadOnlyList<RouteStatus> Routes { get; init; }

    public static StatusAnswer Of(GatewaySnapshot snapshot, LedgerWriter ledger, DateTimeOffset started) => new()
    {
        Version = typeof(StatusAnswer).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown",
        StartedAt = started,
        Ready = !ledger.IsFailing || ledger.Serves,
        Ledger = new LedgerAnswer
        {
            Path = ledger.Path,
            Failing = ledger.IsFailing,
            LastFailure = ledger.LastFailure,
            QueueDepth = ledger.QueueDepth,
            OpenReservations = ledger.OpenReservations,
            Settled = ledger.Settled,
            Failures = ledger.Failures,
        },
        Routes =
        [
            .. snapshot.Options.Routes.Select(route => new RouteStatus(
                route.Name, route.Engines, snapshot.Plans[route.Name].Controller is { } controller ? AimAnswer.Of(controller) : null)),
        ],
    };

    /// <summary>One configured route.</summary>
    /// <param name="Name">What clients ask for.</param>
    /// <param name="Engines">In the file's order.</param>
    /// <param name="Aim">What it promises and how that holds; null where it has nothing to hold.</param>
    internal sealed record RouteStatus(string Name, IReadOnlyList<string> Engines, AimAnswer? Aim);

    /// <summary>The one writer of the ledger.</summary>
    internal sealed record LedgerAnswer
    {
        public required string Path { get; init; }

        /// <summary>The last write failed.</summary>
        public required bool Failing { get; init; }

        /// <summary>Null where none has failed since the start.</summary>
        public required LedgerFailure? LastFailure { get; init; }

        /// <summary>Writes that wait.</summary>
        public required int QueueDepth { get; init; }

        /// <summary>Calls under way.</summary>
        public required int OpenReservations { get; init; }

        /// <summary>Attempts recorded for good, since the start.</summary>
        public required long Settled { get; init; }

        /// <summary>Writes that failed, since the start.</summary>
        public required long Failures { get; init; }
    }
}
