using System.Text.Json;
using AutoClaw.Core.Wire.Hub;

namespace AutoClaw.Core.Wire.Anthropic;

/// <summary>Reads the <c>source</c> of an image or a document.</summary>
internal sealed class AnthropicSourceReader(AnthropicFields fields, AnthropicBlockReader blocks)
{
    public static ChatPart ReadImage(JsonElement block, string path, AnthropicFields fields)
    {
        if (fields.TryGetObject(block, "source", path, out var source) && Media(source, $"{path}.source", fields) is { } media)
        {
            return new ChatPart.Image(media);
        }

        fields.Refuse("missing_field", $"{path}.source", $"'{path}.source' must be an object of type base64, url or file.");
        return new ChatPart.Text("");
    }

    /// <summary>A document that is text becomes text, its title and context before it: every engine reads that.</summary>
    public IEnumerable<ChatPart> ReadDocument(JsonElement block, string path)
    {
        var title = fields.Text(block, "title", path);
        var context = fields.Text(block, "context", path);
        if (fields.TryGetObject(block, "citations", path, out var citations) && fields.Boolean(citations, "enabled", $"{path}.citations") == true)
        {
            fields.Keep($"{path}.citations", citations);
        }

        if (!fields.TryGetObject(block, "source", path, out var source))
        {
            fields.Refuse("missing_field", $"{path}.source", $"'{path}.source' is missing: it must be an object.");
            return [];
        }

        var at = $"{path}.source";
        if (Media(source, at, fields) is { } media)
        {
            return [.. Texts(context), new ChatPart.File(media, title)];
        }

        switch (fields.Text(source, "type", at))
        {
            case "text":
                return [.. Texts(title), .. Texts(context), new ChatPart.Text(fields.RequiredText(source, "data", at))];
            case "content":
                return [.. Texts(title), .. Texts(context), .. blocks.ReadContent(source, "content", at).Select(part => part.Part)];
            default:
                fields.RefuseType($"{at}.type", "'base64', 'text', 'content', 'url' or 'file'");
                return [];
        }
    }

    private static MediaSource? Media(JsonElement source, string path, AnthropicFields fields) => fields.Required(source, "type", path) switch
    {
        "base64" => new MediaSource(fields.Text(source, "media_type", path), Base64: fields.Required(source, "data", path)),
        "url" => new MediaSource(null, Url: fields.Required(source, "url", path)),
        "file" => new MediaSource(null, FileId: fields.Required(source, "file_id", path)),
        _ => null,
    };

    private static IEnumerable<ChatPart> Texts(string? text) => text is null ? [] : [new ChatPart.Text(text)];
}
