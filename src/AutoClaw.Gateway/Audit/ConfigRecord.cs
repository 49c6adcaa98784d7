using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using AutoClaw.Core.Model;
using AutoClaw.Gateway.Options;
using AutoClaw.Gateway.Options.Binding;

namespace AutoClaw.Gateway.Audit;

/// <summary>What the audit log keeps of options that came into force: where requests may go, and a hash of all the rest.</summary>
internal static class ConfigRecord
{
    /// <param name="options">Those now in force. Nothing secret of them is kept.</param>
    public static JsonObject Of(GatewayOptions options) => new()
    {
        ["version"] = typeof(ConfigRecord).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion,
        ["sha256"] = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(ConfigShow.Values(options).ToJsonString()))),
        ["label"] = options.Privacy.Label.ToString(),
        ["routes"] = new JsonObject(options.Routes.Where(static route => !route.Privacy.IsOpen).Select(static route => KeyValuePair.Create(route.Name, (JsonNode?)route.Privacy.ToString()))),
        ["keys"] = new JsonObject(options.Auth.Keys.Where(static key => !key.Privacy.IsOpen).Select(static key => KeyValuePair.Create(key.Id, (JsonNode?)key.Privacy.ToString()))),
        ["engines"] = new JsonArray([.. options.Engines.Take(200).Select(static engine => new JsonObject
        {
            ["id"] = engine.Id,
            ["place"] = engine.Place == Place.Local ? "local" : "cloud",
            ["host"] = engine.BaseUrl?.Host,
            ["region"] = engine.Region,
            ["retention"] = engine.Retention is { } kept ? DurationText.Format(kept) : null,
        })]),
    };
}
