using System.Text.Json;
using AutoClaw.Core.Wire.Hub;

namespace AutoClaw.Core.Wire.OpenAiResponses;

/// <summary>Reads what form the answer shall have, and how much shall be thought before it.</summary>
internal sealed class RequestOptionReader(RequestFindings findings)
{
    public ResponseFormat? ReadText(JsonElement text)
    {
        if (text.ValueKind != JsonValueKind.Object)
        {
            findings.RefuseType("text", "an object");
            return null;
        }

        findings.KeepHint(text, "text", "verbosity");
        if (ResponsesJson.Member(text, "format"u8) is not { } format)
        {
            return null;
        }

        if (format.ValueKind != JsonValueKind.Object)
        {
            findings.RefuseType("text.format", "an object");
            return null;
        }

        switch (findings.Required(format, "text.format", "type"))
        {
            case "text":
                return null;
            case "json_object":
                return new ResponseFormat(null);
            case "json_schema" when ResponsesJson.Member(format, "schema"u8) is { ValueKind: JsonValueKind.Object } schema:
                return new ResponseFormat(
                    schema,
                    findings.Text(format, "text.format", "name"),
                    findings.Text(format, "text.format", "description"),
                    findings.Flag(format, "text.format", "strict"));
            case "json_schema":
                findings.RefuseType("text.format.schema", "an object");
                return null;
            default:
                findings.Keep("text.format", format);
                return null;
        }
    }

    public ReasoningDemand? ReadReasoning(JsonElement reasoning)
    {
        if (reasoning.ValueKind != JsonValueKind.Object)
        {
            findings.RefuseType("reasoning", "an object");
            return null;
        }

        var effort = findings.Text(reasoning, "reasoning", "effort");
        var summary = findings.Text(reasoning, "reasoning", "summary") ?? findings.Text(reasoning, "reasoning", "generate_summary");
        findings.KeepHint(reasoning, "reasoning", "context");
        if (summary is not (null or "auto"))
        {
            // How long the summary shall be; that there shall be one is carried.
            findings.KeepHint(reasoning, "reasoning", "summary");
        }

        if (ResponsesJson.Member(reasoning, "mode"u8) is { } mode)
        {
            findings.Keep("reasoning.mode", mode);
        }

        var demand = new ReasoningDemand(effort == "none" ? false : null, effort == "none" ? null : effort, Shown: summary is null ? null : true);
        return demand == new ReasoningDemand() ? null : demand;
    }
}
