using System.Net;

namespace AutoClaw.Gateway.Engines;

/// <summary>A cloud's name leads to an address that no cloud has. Goes up through the HTTP client, which knows no other way to refuse.</summary>
internal sealed class AddressRefusedException(string host, IPAddress address, string kind)
    : IOException(host == address.ToString() ? $"{host} is a {kind} address" : $"{host} is the {kind} address {address}");
