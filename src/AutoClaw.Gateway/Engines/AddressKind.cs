using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace AutoClaw.Gateway.Engines;

/// <summary>Tells the addresses that anybody may have on the internet from those that mean something near this machine.</summary>
internal static class AddressKind
{
    // IANA's special-purpose registry, and what clouds answer their own machines at beyond it.
    private static readonly (uint Network, int Bits, string Kind)[] Special =
    [
        (0x00000000, 8, "unspecified"),
        (0x0A000000, 8, "private"),
        (0x64400000, 10, "carrier-grade NAT"),
        (0x7F000000, 8, "loopback"),
        (0xA83F8110, 32, "metadata"),
        (0xA9FE0000, 16, "link-local"),
        (0xAC100000, 12, "private"),
        (0xC0000000, 24, "reserved"),
        (0xC0000200, 24, "documentation"),
        (0xC0586300, 24, "reserved"),
        (0xC0A80000, 16, "private"),
        (0xC6120000, 15, "benchmark"),
        (0xC6336400, 24, "documentation"),
        (0xCB007100, 24, "documentation"),
        (0xE0000000, 4, "multicast"),
        (0xF0000000, 4, "reserved"),
    ];

    /// <summary>What kind of address it is if it is not one of the public internet's; null: it is.</summary>
    public static string? NotPublic(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        return address.AddressFamily switch
        {
            AddressFamily.InterNetwork => NotPublic(BinaryPrimitives.ReadUInt32BigEndian(bytes)),
            AddressFamily.InterNetworkV6 => NotPublic(bytes),
            _ => "unknown",
        };
    }

    private static string? NotPublic(uint address)
    {
        foreach (var (network, bits, kind) in Special)
        {
            if ((address ^ network) >> (32 - bits) == 0)
            {
                return kind;
            }
        }

        return null;
    }

    private static string? NotPublic(ReadOnlySpan<byte> address)
    {
        var high = BinaryPrimitives.ReadUInt64BigEndian(address);
        var middle = BinaryPrimitives.ReadUInt32BigEndian(address[8..]);
        var last = BinaryPrimitives.ReadUInt32BigEndian(address[12..]);
        var first = BinaryPrimitives.ReadUInt32BigEndian(address);

        // An address of IPv4 in one of IPv6's: compatible, mapped, translated (SIIT), NAT64, 6to4. Who routes those comes out at the inner one.
        if (high == 0 && middle is 0 or 0x0000FFFF or 0xFFFF0000)
        {
            return high == 0 && middle == 0 && last == 1 ? "loopback" : NotPublic(last);
        }

        if (high == 0x0064FF9B_00000000 && middle == 0)
        {
            return NotPublic(last);
        }

        if (first >> 16 == 0x2002)
        {
            return NotPublic((uint)(high >> 16));
        }

        // 2000::/3 is all that is handed out; in it the documentation's, and 2001::/23, whose tunnels (Teredo) end anywhere.
        return (first >> 25) switch
        {
            0xFC >> 1 => "private",
            _ when first >> 22 == 0xFE80 >> 6 => "link-local",
            _ when first >> 24 == 0xFF => "multicast",
            _ when first >> 29 != 1 => "reserved",
            _ when first >> 9 == 0x20010000 >> 9 => "reserved",
            _ when first == 0x20010DB8 || first >> 12 == 0x3FFF0 => "documentation",
            _ => null,
        };
    }
}
