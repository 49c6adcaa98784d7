using System.IO.Hashing;
using System.Text;
using System.Text.Json;
using AutoClaw.Core.Wire;

namespace AutoClaw.Gateway.Relay;

/// <summary>A name for something that only its maker can read, by which the maker is found again when a client brings it back.</summary>
internal static class OpaqueStateKey
{
    /// <param name="snapshot">Makers are remembered by their place in its list of engines, so that another list has other names.</param>
    /// <param name="value">As the engine gave it.</param>
    public static ulong Of(GatewaySnapshot snapshot, string value) => Of(snapshot, Encoding.UTF8.GetBytes(value));

    /// <summary>Of what <paramref name="envelope"/> brings back, which must be there.</summary>
    public static ulong Of(GatewaySnapshot snapshot, ChatEnvelope envelope)
    {
        var state = envelope.OpaqueState;
        var raw = state.Raw.Of(envelope.Body.Span);
        return state.Escaped ? Of(snapshot, JsonSerializer.Deserialize<string>(envelope.Body.Span.Slice(state.Raw.Start - 1, state.Raw.Length + 2))!) : Of(snapshot, raw);
    }

    // Where it has gone through another wire, that says before a colon whose it is.
    private static ulong Of(GatewaySnapshot snapshot, ReadOnlySpan<byte> value) =>
        XxHash64.HashToUInt64(value[(value.LastIndexOf((byte)':') + 1)..], snapshot.EngineList);
}
