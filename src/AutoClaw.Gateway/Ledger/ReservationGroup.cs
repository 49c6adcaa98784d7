namespace AutoClaw.Gateway.Ledger;

/// <summary>Reservations that were committed together, in memory. Used by the writer thread alone.</summary>
/// <param name="first">The lowest id; the row's key.</param>
/// <param name="last">The highest id that may be in it.</param>
/// <param name="open">How many of them are not settled yet.</param>
internal sealed class ReservationGroup(long first, long last, int open)
{
    public long First { get; } = first;

    public long Last { get; } = last;

    public int Open { get; set; } = open;

    /// <summary>Settled in the transaction under way; counted into <see cref="Open"/> only once that is committed.</summary>
    public int Settling { get; set; }
}
