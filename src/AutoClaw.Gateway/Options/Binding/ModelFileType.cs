using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using AutoClaw.Gateway.Local;

namespace AutoClaw.Gateway.Options.Binding;

/// <summary>A GGUF file by its path, made absolute from the configuration file's folder, or the name of a pulled model.</summary>
internal sealed class ModelFileType : ScalarType<string>
{
    public override string Label => "GGUF file or name of a pulled model";

    protected override bool TryParse(ResolvedText text, ConfigReader reader, [MaybeNullWhen(false)] out string value, [NotNullWhen(false)] out Rejection? rejection)
    {
        rejection = null;
        value = Path.GetFullPath(text.Value, reader.Folder);
        if (!File.Exists(value))
        {
            // A name may be pulled later; a path that leads nowhere is a slip.
            value = GgufStore.IsName(text.Value) && GgufStore.NameOf(text.Value) == text.Value ? text.Value : GgufStore.Default.Find(text.Value);
        }

        if (value is null)
        {
            rejection = new Rejection(ConfigCodes.FileNotFound, "names neither a file nor a pulled model", "'autoclaw models list' shows the pulled ones, 'autoclaw models pull' fetches one");
        }

        return rejection is null;
    }

    protected override JsonObject LiteralSchema() => new() { ["type"] = "string", ["minLength"] = 1 };

    protected override JsonNode ShowValue(string value) => value;
}
