using Microsoft.Data.Sqlite;

namespace AutoClaw.Gateway.Ledger;

/// <summary>Which part of a report's time the roll-ups answer, and which the entries themselves. Moments are microseconds since 1970.</summary>
/// <param name="Since">First moment of the report.</param>
/// <param name="From">First moment of whole hours that are rolled up; up to here entries are read.</param>
/// <param name="To">End of these hours; from here entries are read.</param>
/// <param name="Until">End of the report.</param>
/// <param name="Through">Entries of higher ids are not rolled up, whenever they were received; null: none is.</param>
internal sealed record UsageWindow(long Since, long From, long To, long Until, long? Through)
{
    public const long Hour = 3_600_000_000;

    // The migration that brought roll-ups, and the index of received_at.
    public const int RolledSince = 8;

    public long HourFrom => From / Hour;

    public long HourTo => To / Hour;

    // Whole days of these hours; an empty one ends the hours before it.
    public long DayFrom => Days.From;

    public long DayTo => Days.To;

    private (long From, long To) Days
    {
        get
        {
            var from = (HourFrom + 23) / 24 * 24;
            var to = HourTo / 24 * 24;
            return from < to ? (from, to) : (HourTo, HourTo);
        }
    }

    public static UsageWindow Of(SqliteConnection connection, UsageQuery query)
    {
        var since = Micros(query.Since) ?? long.MinValue;
        var until = Micros(query.Until) ?? long.MaxValue;
        if (query.Entries || LedgerReading.Long(connection, "PRAGMA user_version") < RolledSince)
        {
            return new UsageWindow(since, until, until, until, null);
        }

        var known = LedgerReading.Long(connection, "SELECT from_at FROM usage_rolled");
        var from = Math.Max(known, since <= known ? known : since + ((Hour - (since % Hour)) % Hour));
        var to = until == long.MaxValue ? until : until - (until % Hour);
        return from < to
            ? new UsageWindow(since, from, to, until, LedgerReading.Long(connection, "SELECT through FROM usage_rolled"))
            : new UsageWindow(since, until, until, until, null);
    }

    private static long? Micros(DateTimeOffset? time) =>
        (time?.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;
}
