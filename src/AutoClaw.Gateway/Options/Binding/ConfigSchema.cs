using System.Text.Json.Nodes;

namespace AutoClaw.Gateway.Options.Binding;

/// <summary>The file's JSON Schema, for editors and for other programs that write the file.</summary>
internal static class ConfigSchema
{
    /// <summary>Draft 2020-12, self-contained.</summary>
    public static JsonObject Create()
    {
        var schema = GatewayKeys.Root.Schema();
        schema.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.Insert(1, "title", "AutoClaw configuration");
        schema.Insert(2, "description", "autoclaw.yaml. Any value may hold ${VAR} or ${VAR:-default}.");
        schema["patternProperties"] = new JsonObject { ["^" + SectionType<GatewayOptions>.ExtensionPrefix] = new JsonObject() };
        return schema;
    }
}
