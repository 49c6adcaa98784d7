using System.Text.Json;
using AutoClaw.Core.Wire.Hub;

namespace AutoClaw.Core.Wire.Anthropic;

/// <summary>Reads what a request says of thinking and of the answer's form: <c>thinking</c>, <c>output_config</c>, <c>output_format</c>.</summary>
internal static class AnthropicOutputReader
{
    public static ReasoningDemand? ReadReasoning(JsonElement root, AnthropicFields fields)
    {
        var effort = fields.TryGetObject(root, "output_config", "", out var config) ? fields.Text(config, "effort", "output_config") : null;
        if (!fields.TryGetObject(root, "thinking", "", out var thinking))
        {
            return effort is null ? null : new ReasoningDemand(Effort: effort);
        }

        var shown = fields.Text(thinking, "display", "thinking") switch
        {
            "summarized" => true,
            "omitted" => false,
            _ => (bool?)null,
        };
        foreach (var field in thinking.EnumerateObject().Where(field => field.Name is not ("type" or "budget_tokens" or "display")))
        {
            fields.Keep($"thinking.{field.Name}", field.Value);
        }

        switch (fields.Required(thinking, "type", "thinking"))
        {
            case "enabled":
                return new ReasoningDemand(true, effort, fields.Integer(thinking, "budget_tokens", "thinking"), shown);
            case "adaptive":
                return new ReasoningDemand(true, effort, -1, shown);
            case "disabled":
                return new ReasoningDemand(false, effort, null, shown);
            case "between_tools":
                // The vendor itself turns it off for a model that does not know it.
                fields.Keep("thinking.type", thinking.GetProperty("type"), isHint: true);
                return new ReasoningDemand(false, effort, null, shown);
            default:
                if (AnthropicFields.TryGet(thinking, "type", out var type))
                {
                    fields.Keep("thinking.type", type);
                }

                return new ReasoningDemand(null, effort, null, shown);
        }
    }

    public static ResponseFormat? ReadFormat(JsonElement root, AnthropicFields fields)
    {
        ResponseFormat? format = null;
        if (fields.TryGetObject(root, "output_config", "", out var config))
        {
            foreach (var field in config.EnumerateObject().Where(field => field.Name is not ("effort" or "format")))
            {
                fields.Keep($"output_config.{field.Name}", field.Value);
            }

            if (fields.TryGetObject(config, "format", "output_config", out var value))
            {
                format = Format(value, "output_config.format", fields);
            }
        }

        // The name that it had before it moved into output_config.
        return format ?? (fields.TryGetObject(root, "output_format", "", out var old) ? Format(old, "output_format", fields) : null);
    }

    private static ResponseFormat? Format(JsonElement value, string path, AnthropicFields fields)
    {
        if (fields.Required(value, "type", path) != "json_schema")
        {
            fields.RefuseType($"{path}.type", "'json_schema'");
            return null;
        }

        if (!fields.TryGetObject(value, "schema", path, out var schema))
        {
            fields.Refuse("missing_field", $"{path}.schema", $"'{path}.schema' is missing: it must be a JSON schema.");
            return null;
        }

        foreach (var field in value.EnumerateObject().Where(field => field.Name is not ("type" or "schema")))
        {
            fields.Keep($"{path}.{field.Name}", field.Value);
        }

        return new ResponseFormat(schema);
    }
}
