using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Text.Json.Nodes;

namespace AutoClaw.Gateway.Options.Binding;

/// <summary>A range of IP addresses in CIDR notation, or a single address.</summary>
internal sealed class NetworkType : ScalarType<IPNetwork>
{
    public override string Label => "network";

    protected override bool TryParse(ResolvedText text, ConfigReader reader, out IPNetwork value, [NotNullWhen(false)] out Rejection? rejection)
    {
        rejection = null;
        if (IPAddress.TryParse(text.Value, out var one))
        {
            value = new IPNetwork(one, one.GetAddressBytes().Length * 8);
        }
        else if (!IPNetwork.TryParse(text.Value, out value))
        {
            rejection = new Rejection(ConfigCodes.WrongType, "is not a network", "write it like 203.0.113.0/24 or 2001:db8::/32");
        }

        return rejection is null;
    }

    protected override JsonObject LiteralSchema() => new() { ["type"] = "string", ["pattern"] = "^[0-9A-Fa-f:.]+(/[0-9]{1,3})?$" };

    protected override JsonNode ShowValue(IPNetwork value) => value.ToString();
}
