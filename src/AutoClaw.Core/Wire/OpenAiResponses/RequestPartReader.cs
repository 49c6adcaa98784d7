using System.Text.Json;
using AutoClaw.Core.Wire.Hub;

namespace AutoClaw.Core.Wire.OpenAiResponses;

/// <summary>Reads what a message or a tool's output holds.</summary>
internal sealed class RequestPartReader(RequestFindings findings)
{
    /// <param name="content">A text, or an array of parts.</param>
    /// <param name="path">Where it stands.</param>
    public List<ChatPart> Read(JsonElement content, string path)
    {
        var parts = new List<ChatPart>();
        switch (content.ValueKind)
        {
            case JsonValueKind.String:
                parts.Add(new ChatPart.Text(new ChatText(content)));
                break;
            case JsonValueKind.Array:
                foreach (var part in content.EnumerateArray())
                {
                    var at = $"{path}[{parts.Count}]";
                    if (part.ValueKind != JsonValueKind.Object)
                    {
                        findings.RefuseType(at, "an object");
                        break;
                    }

                    parts.Add(ReadPart(part, at));
                }

                break;
            case JsonValueKind.Null:
                break;
            default:
                findings.RefuseType(path, "a string or an array of parts");
                break;
        }

        return parts;
    }

    private static MediaSource Media(string? address, string? mediaType = null)
    {
        if (address is not null && address.StartsWith("data:", StringComparison.OrdinalIgnoreCase)
            && address.IndexOf(";base64,", StringComparison.OrdinalIgnoreCase) is var mark and >= 0)
        {
            var type = address[5..mark];
            return new MediaSource(type.Length == 0 ? mediaType : type, Base64: address[(mark + 8)..]);
        }

        return new MediaSource(mediaType, Url: address);
    }

    private ChatPart ReadPart(JsonElement part, string path)
    {
        var type = findings.Required(part, path, "type");
        findings.KeepHint(part, path, "prompt_cache_breakpoint");
        switch (type)
        {
            case "input_text" or "text":
                return new ChatPart.Text(findings.RequiredText(part, path, "text"));
            case "output_text":
                findings.KeepHint(part, path, "annotations");
                return new ChatPart.Text(findings.RequiredText(part, path, "text"));
            case "refusal":
                return new ChatPart.Refusal(findings.Required(part, path, "refusal"));
            case "input_image":
                return ReadImage(part, path);
            case "input_file":
                return ReadFile(part, path);
            case "input_audio" when ResponsesJson.Member(part, "input_audio"u8) is { ValueKind: JsonValueKind.Object } audio:
                var format = findings.Required(audio, $"{path}.input_audio", "format");
                return new ChatPart.Audio(new MediaSource($"audio/{format}", Base64: findings.Required(audio, $"{path}.input_audio", "data")));
            default:
                return new ChatPart.Foreign(WireName.OpenAiResponses, type, part);
        }
    }

    private ChatPart.Image ReadImage(JsonElement part, string path)
    {
        var detail = findings.Text(part, path, "detail");
        var source = findings.Text(part, path, "file_id") is { } id
            ? new MediaSource(null, FileId: id)
            : Media(findings.Required(part, path, "image_url"));
        return new ChatPart.Image(source, detail);
    }

    private ChatPart.File ReadFile(JsonElement part, string path)
    {
        var name = findings.Text(part, path, "filename");
        findings.KeepHint(part, path, "detail");
        if (findings.Text(part, path, "file_id") is { } id)
        {
            return new ChatPart.File(new MediaSource(null, FileId: id), name);
        }

        if (findings.Text(part, path, "file_url") is { } url)
        {
            return new ChatPart.File(Media(url), name);
        }

        // Bare Base64 is taken as well as a data URL.
        var data = findings.Required(part, path, "file_data");
        var source = Media(data);
        return new ChatPart.File(source.Url is null ? source : new MediaSource(null, Base64: data), name);
    }
}
