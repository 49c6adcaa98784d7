using System.Globalization;
using System.Text.Json.Nodes;
using AutoClaw.Gateway.Ledger;

namespace AutoClaw.Cli.Privacy;

/// <summary>What is to be erased.</summary>
/// <param name="Who">As files have it.</param>
/// <param name="Text">A person's name as clients said it; empty where all that is old is meant.</param>
internal sealed record ErasureOrder(IdentitySelection Who, string Text)
{
    /// <summary>The same for a gateway, which hashes names itself.</summary>
    public JsonObject Body(bool rewrites)
    {
        var body = new JsonObject { ["rewrite"] = rewrites };
        if (Who.Before is { } before)
        {
            body["before"] = before.ToString("O", CultureInfo.InvariantCulture);
        }
        else
        {
            body["subject"] = Text;
        }

        return body;
    }
}
