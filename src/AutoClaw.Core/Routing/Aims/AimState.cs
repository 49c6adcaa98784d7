using System.Buffers.Binary;

namespace AutoClaw.Core.Routing.Aims;

/// <summary>What a controller has learnt, as bytes: version, balance, entries from the oldest to the newest. Little-endian.</summary>
internal static class AimState
{
    private const byte Version = 1;
    private const int BalanceAt = 1;
    private const int EntriesAt = BalanceAt + sizeof(long);
    private const int Bytes = EntriesAt + (TrafficWindow.Size * sizeof(long));

    public static byte[] Write(long balance, TrafficWindow window)
    {
        var state = new byte[Bytes];
        state[0] = Version;
        BinaryPrimitives.WriteInt64LittleEndian(state.AsSpan(BalanceAt), balance);
        Span<long> entries = stackalloc long[TrafficWindow.Size];
        window.CopyTo(entries);
        for (var i = 0; i < entries.Length; i++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(state.AsSpan(EntriesAt + (i * sizeof(long))), entries[i]);
        }

        return state;
    }

    /// <summary>False, and nothing is changed, where the bytes are of another version or cut short.</summary>
    public static bool TryRead(ReadOnlySpan<byte> state, TrafficWindow window, out long balance)
    {
        balance = 0;
        if (state.Length != Bytes || state[0] != Version)
        {
            return false;
        }

        balance = BinaryPrimitives.ReadInt64LittleEndian(state[BalanceAt..]);
        for (var at = EntriesAt; at < Bytes; at += sizeof(long))
        {
            window.Add(new TrafficEntry(BinaryPrimitives.ReadInt64LittleEndian(state[at..])));
        }

        return true;
    }
}
