using System.Text.Json;

namespace AutoClaw.Core.Wire;

/// <summary>Finds the tools of a request that are more than a function which the client calls itself.</summary>
internal static class VendorTools
{
    /// <summary>Reads an array of tools that each say their <c>type</c>: functions, or a vendor's own.</summary>
    /// <param name="json">At the value of <c>tools</c>; afterwards at its end.</param>
    /// <param name="envelope">Gets their number, and the first of a vendor's.</param>
    public static void Scan(ref StrictJsonReader json, ChatEnvelope envelope)
    {
        if (json.TokenType == JsonTokenType.Null)
        {
            return;
        }

        if (json.TokenType != JsonTokenType.StartArray)
        {
            json.RefuseType("tools", "an array");
            json.Skip();
            return;
        }

        while (json.Next() && json.TokenType != JsonTokenType.EndArray)
        {
            envelope.Tools++;
            if (json.TokenType == JsonTokenType.StartObject)
            {
                ScanTool(ref json, envelope);
            }
            else
            {
                json.Skip();
            }
        }
    }

    // What has no type, or one that is no text, is for the engine to judge.
    private static void ScanTool(ref StrictJsonReader json, ChatEnvelope envelope)
    {
        while (json.Next() && json.TokenType != JsonTokenType.EndObject)
        {
            var isType = json.Is("type"u8);
            json.Next();
            if (isType && json.TokenType == JsonTokenType.String && !json.Is("function"u8) && !json.Is("custom"u8))
            {
                envelope.VendorTool ??= json.GetString();
            }

            json.Skip();
        }
    }
}
