using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace AutoClaw.Gateway.Options.Binding;

/// <summary>A file, made absolute from the configuration file's folder.</summary>
internal sealed class PathType(bool mustExist) : ScalarType<string>
{
    public override string Label => mustExist ? "path of an existing file" : "path";

    protected override bool TryParse(ResolvedText text, ConfigReader reader, [MaybeNullWhen(false)] out string value, [NotNullWhen(false)] out Rejection? rejection)
    {
        value = null;
        rejection = null;
        if (text.Value.AsSpan().ContainsAnyInRange('\0', '\u001f'))
        {
            rejection = new Rejection(ConfigCodes.WrongType, "takes a path on one line");
            return false;
        }

        value = Path.GetFullPath(text.Value, reader.Folder);
        if (mustExist && !File.Exists(value))
        {
            rejection = new Rejection(ConfigCodes.FileNotFound, "names a file that is not there", "relative paths start at the configuration file's folder");
        }

        return rejection is null;
    }

    protected override JsonObject LiteralSchema() => new() { ["type"] = "string", ["minLength"] = 1 };

    protected override JsonNode ShowValue(string value) => value;
}
