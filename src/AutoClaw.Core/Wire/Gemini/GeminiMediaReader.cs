using System.Text.Json;
using AutoClaw.Core.Wire.Hub;

namespace AutoClaw.Core.Wire.Gemini;

/// <summary>Reads media inside messages.</summary>
internal static class GeminiMediaReader
{
    /// <param name="kind"><c>inlineData</c> or <c>fileData</c>.</param>
    /// <param name="data">Its value.</param>
    /// <param name="path">Of the part.</param>
    /// <param name="findings">What comes to light.</param>
    public static ChatPart Read(string kind, JsonElement data, string path, GeminiFindings findings)
    {
        var type = default(string);
        var name = default(string);
        var place = default(string);
        foreach (var (member, value) in GeminiNames.Members(data))
        {
            var memberPath = $"{path}.{kind}.{member}";
            switch (member)
            {
                case "mimeType":
                    type = findings.Text(value, memberPath);
                    break;
                case "displayName":
                    name = findings.Text(value, memberPath);
                    break;
                case "data" when kind == "inlineData":
                case "fileUri" when kind == "fileData":
                    place = findings.Text(value, memberPath);
                    break;
                default:
                    findings.Add(memberPath, value);
                    break;
            }
        }

        if (place is null)
        {
            findings.RefuseType($"{path}.{kind}.{(kind == "inlineData" ? "data" : "fileUri")}", "a string");
            place = "";
        }

        var part = PartOf(kind == "inlineData" ? new MediaSource(type, Base64: Standard(place)) : SourceOf(type, place), name);
        if (name is not null && part is not ChatPart.File)
        {
            findings.Add($"{path}.{kind}.displayName", GeminiNames.Find(data, "displayName")!.Value, isHint: true);
        }

        return part;
    }

    /// <summary>True for the address of a file that only Google's engines can read: uploaded to it, or in its cloud.</summary>
    public static bool IsUploaded(string address) =>
        address.StartsWith("https://generativelanguage.googleapis.com/", StringComparison.OrdinalIgnoreCase)
        || address.StartsWith("gs://", StringComparison.OrdinalIgnoreCase)
        || address.StartsWith("files/", StringComparison.Ordinal);

    private static MediaSource SourceOf(string? type, string address) =>
        IsUploaded(address) ? new MediaSource(type, FileId: address) : new MediaSource(type, Url: address);

    private static ChatPart PartOf(MediaSource source, string? name) =>
        source.MediaType?.Split('/')[0] switch
        {
            "image" => new ChatPart.Image(source),
            "audio" => new ChatPart.Audio(source),
            _ => new ChatPart.File(source, name),
        };

    // Protocol buffers' JSON takes the alphabet for addresses as well; no other wire does.
    private static string Standard(string base64) =>
        base64.AsSpan().ContainsAny('-', '_') ? base64.Replace('-', '+').Replace('_', '/') : base64;
}
